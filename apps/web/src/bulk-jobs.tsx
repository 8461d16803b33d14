import type { Job, JobFilter, JobsBulkInput } from '@prikke/contract'
import { useQuery, useQueryClient } from '@tanstack/solid-query'
import { createSignal, Match, Switch } from 'solid-js'
import { api } from './api.ts'
import { type BulkAct, BulkBar } from './job-list/bulk-bar.tsx'
import { ExportDialog } from './job-list/export-dialog.tsx'
import type { Selection } from './job-list/selection.ts'
import { TagDialog } from './job-list/tag-dialog.tsx'
import { PauseDialog } from './job-view/pause-dialog.tsx'
import { ConfirmDialog } from './parts/confirm-dialog.tsx'
import { attempt, say } from './toasts.tsx'
import { formatWhole } from './words/number.ts'

type Asked = Exclude<BulkAct, 'enable'>

/** What is selected in the list of jobs, and what can be done to all of it at once. */
export function BulkJobs(props: {
  selection: Selection
  filter: JobFilter
  shown: readonly Job[]
  hasMore: boolean
  tags: readonly string[]
}) {
  const client = useQueryClient()
  const [asked, setAsked] = createSignal<Asked | null>(null)
  const [busy, setBusy] = createSignal(false)
  const [exported, setExported] = createSignal<readonly Job[]>()
  const counted = useQuery(() => ({
    queryKey: ['jobs', 'count', props.filter],
    queryFn: () => api.changeJobs({ action: 'enable', filter: props.filter, dryRun: true }),
    enabled: props.hasMore,
    retry: false,
  }))
  /** More than can be changed at once are not counted. */
  const total = () => {
    if (!props.hasMore) return props.shown.length
    return counted.isSuccess ? counted.data.matchedCount : undefined
  }
  const chosen = () => {
    const expectedCount = props.selection.matching()
    return expectedCount === null
      ? { ids: props.selection.ids() }
      : { filter: props.filter, expectedCount }
  }
  const words = () => {
    const count = props.selection.count()
    return count === 1 ? '1 job' : `${formatWhole(count)} jobs`
  }
  const done = async (said: string) => {
    say(said)
    props.selection.clear()
    await client.invalidateQueries({ queryKey: ['jobs'] })
  }
  const change = async (input: Partial<JobsBulkInput>, said: (count: number) => string) => {
    setBusy(true)
    const result = await attempt(api.changeJobs({ ...input, ...chosen() }))
    setBusy(false)
    if (result !== null) await done(said(result.changedCount))
    return result !== null
  }
  const changed = (what: string) => (count: number) =>
    count === 0 ? 'Nothing had to be changed.' : `${formatWhole(count)} ${what}.`
  const run = async () => {
    const said = `${words()} started.`
    if ((await attempt(api.triggerJobs(chosen()))) !== null) await done(said)
  }
  const gather = async () => {
    setExported(undefined)
    const { ids, matching } = props.selection
    if (matching() === null) {
      const picked = new Set(ids())
      setExported(props.shown.filter(({ id }) => picked.has(id)))
    } else setExported((await attempt(allMatching(props.filter))) ?? [])
  }
  const act = (act: BulkAct) => {
    if (act === 'enable') return void change({ action: act }, changed('switched on'))
    if (act === 'export') void gather()
    setAsked(act)
  }
  const close = () => setAsked(null)

  return (
    <>
      <BulkBar
        count={props.selection.count()}
        total={total()}
        isAll={props.selection.matching() !== null}
        busy={busy()}
        onSelectAll={() => props.selection.selectMatching(total() ?? 0)}
        onClear={props.selection.clear}
        onAct={act}
      />
      <Switch>
        <Match when={asked() === 'pause'}>
          <PauseDialog
            name={words()}
            confirm={`Pause ${words()}`}
            onPause={pause => change({ action: 'disable', ...pause }, changed('paused'))}
            onClose={close}
          />
        </Match>
        <Match when={asked() === 'tag'}>
          <TagDialog
            title={`Tags of ${words()}`}
            known={props.tags}
            onTag={(action, tags) => change({ action, tags }, changed('tagged anew'))}
            onClose={close}
          />
        </Match>
        <Match when={asked() === 'export'}>
          <ExportDialog title={`Export ${words()}`} jobs={exported()} onClose={close} />
        </Match>
        <Match when={asked() === 'run'}>
          <ConfirmDialog
            question={`Run ${words()} now?`}
            confirm="Run now"
            cancel="Not now"
            look="primary"
            onConfirm={run}
            onClose={close}
          >
            Each calls its URL once, at once. Their schedules stay as they are.
          </ConfirmDialog>
        </Match>
        <Match when={asked() === 'delete'}>
          <ConfirmDialog
            question={`Delete ${words()}?`}
            confirm={`Delete ${words()}`}
            look="danger"
            onConfirm={() => change({ action: 'delete' }, changed('deleted'))}
            onClose={close}
          >
            They do not run again. What they did stays readable until its retention ends.
          </ConfirmDialog>
        </Match>
      </Switch>
    </>
  )
}

/** Every job that a filter matches, page after page. */
async function allMatching(filter: JobFilter): Promise<Job[]> {
  const all: Job[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = await api.jobs({ ...filter, limit: 100, cursor: cursor || undefined })
    all.push(...page.data)
    cursor = page.nextCursor
  }
  return all
}
