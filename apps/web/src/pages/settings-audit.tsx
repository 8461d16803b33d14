import type { AuditEvent } from '@prikke/contract'
import { useSearchParams } from '@solidjs/router'
import { useInfiniteQuery } from '@tanstack/solid-query'
import { createMemo, Show } from 'solid-js'
import { api } from '../api.ts'
import { loading } from '../loading.ts'
import { Button } from '../parts/button.tsx'
import { LoadMore } from '../parts/load-more.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { Panel } from '../parts/panel.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { saveFile } from '../save-file.ts'
import { useSession } from '../session.tsx'
import { AuditFilters } from '../settings/audit-filters.tsx'
import { AuditList } from '../settings/audit-list.tsx'
import { RoleNeeded } from '../settings/role-needed.tsx'
import { auditCsv, auditNdjson } from '../words/audit-file.ts'

type Filter = { about?: string; actor?: string; subject?: string; from?: string; to?: string }

const dayMs = 86_400_000
const isDay = (text: string | undefined): text is string =>
  text !== undefined && !Number.isNaN(Date.parse(`${text}T00:00:00Z`))

/** Who did what in the organization. What it is narrowed to stands in the address. */
export function SettingsAudit() {
  const session = useSession()
  const [search, setSearch] = useSearchParams<Filter>()
  const query = () => ({
    subjectType: search.about,
    actor: search.actor,
    subjectId: search.subject,
    from: isDay(search.from) ? `${search.from}T00:00:00Z` : undefined,
    to: isDay(search.to)
      ? new Date(Date.parse(`${search.to}T00:00:00Z`) + dayMs).toISOString()
      : undefined,
  })
  const acts = useInfiniteQuery(() => ({
    queryKey: ['audit', query()],
    queryFn: ({ pageParam }: { pageParam: string }) =>
      api.audit({ ...query(), limit: 50, cursor: pageParam || undefined }),
    initialPageParam: '',
    getNextPageParam: page => page.nextCursor,
    placeholderData: before => before,
    enabled: session.may('read_audit'),
  }))
  const events = createMemo<AuditEvent[]>(() =>
    acts.isPending ? [] : (acts.data?.pages.flatMap(page => page.data) ?? []),
  )
  const nameOf = (id: string) => {
    const found = events().flatMap(({ actor, subject }) => [actor, subject])
    return found.find(each => each.id === id)?.name ?? 'one that is gone'
  }
  const isNarrowed = () => Object.values(query()).some(value => value !== undefined)
  const clear = () =>
    setSearch({
      about: undefined,
      actor: undefined,
      subject: undefined,
      from: undefined,
      to: undefined,
    })
  const fileName = () => `audit-${session.organization().slug}`

  return (
    <>
      <PageHead title="Audit log" organization={session.organization().name} />
      <Show
        when={session.may('read_audit')}
        fallback={<RoleNeeded what="The audit log is for its admins and owners." />}
      >
        <Panel
          title="Who did what"
          lead="Written with what was done, never changed, and kept for 13 months."
          actions={
            <div class="flex flex-wrap gap-2" classList={{ hidden: events().length === 0 }}>
              <Button onClick={() => saveFile(`${fileName()}.csv`, 'text/csv', auditCsv(events()))}>
                Save as CSV
              </Button>
              <Button
                onClick={() =>
                  saveFile(`${fileName()}.ndjson`, 'application/x-ndjson', auditNdjson(events()))
                }
              >
                Save as NDJSON
              </Button>
            </div>
          }
        >
          <AuditFilters
            filter={search}
            nameOf={nameOf}
            onChange={change => setSearch(change, { replace: true })}
          />
          <Loaded from={loading(acts)} skeleton={<Skeleton rows={6} />}>
            {() => (
              <Show when={events().length > 0} fallback={<Nothing {...{ isNarrowed, clear }} />}>
                <div classList={{ 'opacity-60': acts.isPlaceholderData }}>
                  <AuditList
                    events={events()}
                    onActor={actor => setSearch({ actor })}
                    onSubject={subject => setSearch({ subject })}
                  />
                </div>
                <div class="flex flex-wrap items-center justify-between gap-3 text-sm text-muted">
                  <p>
                    {events().length} {events().length === 1 ? 'act is' : 'acts are'} shown
                    {acts.hasNextPage ? ', and there are more' : ', and that is all'}. A file has
                    what is shown.
                  </p>
                  <LoadMore of={acts} />
                </div>
              </Show>
            )}
          </Loaded>
        </Panel>
      </Show>
    </>
  )
}

function Nothing(props: { isNarrowed: () => boolean; clear: () => void }) {
  return (
    <div class="flex flex-col items-start gap-3 text-sm">
      <p class="text-muted">
        {props.isNarrowed() ? 'Nothing of that kind was done.' : 'Nothing was done yet.'}
      </p>
      <Show when={props.isNarrowed()}>
        <Button onClick={() => props.clear()}>Clear the filters</Button>
      </Show>
    </div>
  )
}
