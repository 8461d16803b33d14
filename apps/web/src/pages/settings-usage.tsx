import type { Tier } from '@prikke/contract'
import { useSearchParams } from '@solidjs/router'
import { useQuery, useQueryClient } from '@tanstack/solid-query'
import ChevronLeft from 'lucide-solid/icons/chevron-left'
import ChevronRight from 'lucide-solid/icons/chevron-right'
import { Show } from 'solid-js'
import { api } from '../api.ts'
import { loading } from '../loading.ts'
import { Button } from '../parts/button.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { Panel } from '../parts/panel.tsx'
import { PlanUsage } from '../parts/plan-usage.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { useSession } from '../session.tsx'
import { UsageDays } from '../settings/usage-days.tsx'
import { UsageNotice } from '../settings/usage-notice.tsx'
import { attempt } from '../toasts.tsx'
import { monthAfter, monthInWords } from '../words/month.ts'

/** What was used in a month, and what the plan allows where limits hold. */
export function SettingsUsage() {
  const session = useSession()
  const client = useQueryClient()
  const [search, setSearch] = useSearchParams<{ month?: string }>()
  const current = () => new Date().toISOString().slice(0, 7)
  const month = () => search.month ?? current()
  const usage = useQuery(() => ({
    queryKey: ['usage', month()],
    queryFn: () => api.usage(search.month),
    placeholderData: before => before,
  }))
  const show = (next: string) => setSearch({ month: next === current() ? undefined : next })
  const setTier = async (tier: Tier) => {
    await attempt(api.setTier(session.organization().id, tier))
    await Promise.all([session.refresh(), client.invalidateQueries({ queryKey: ['usage'] })])
  }

  return (
    <>
      <PageHead title="Usage and limits" organization={session.organization().name} />
      <Panel
        title={monthInWords(month())}
        lead="Executions by day, UTC: all that were written to run."
        actions={
          <div class="flex gap-2">
            <Button
              class="px-3!"
              aria-label="The month before"
              disabled={month() <= monthAfter(current(), -13)}
              onClick={() => show(monthAfter(month(), -1))}
            >
              <ChevronLeft class="size-4" />
            </Button>
            <Button
              class="px-3!"
              aria-label="The month after"
              disabled={month() >= current()}
              onClick={() => show(monthAfter(month(), 1))}
            >
              <ChevronRight class="size-4" />
            </Button>
          </div>
        }
      >
        <Loaded from={loading(usage)} skeleton={<Skeleton rows={3} />}>
          {found => (
            <div class="flex flex-col gap-5" classList={{ 'opacity-60': usage.isPlaceholderData }}>
              <UsageNotice usage={found()} />
              <UsageDays usage={found()} />
            </div>
          )}
        </Loaded>
      </Panel>
      <Show when={loading(usage).data?.limitsEnabled}>
        <Panel title="Plan and usage" lead={tierWords[session.organization().tier]}>
          <Loaded from={loading(usage)} skeleton={<Skeleton rows={2} />}>
            {found => (
              <PlanUsage
                usage={found()}
                mayChange={session.may('change_tier')}
                onChange={setTier}
              />
            )}
          </Loaded>
        </Panel>
      </Show>
      <Show when={loading(usage).data?.limitsEnabled === false}>
        <Panel
          title="No limits"
          lead={`This Prikke limits neither jobs nor executions. History is kept for ${loading(usage).data?.historyDays} days.`}
        />
      </Show>
    </>
  )
}

const tierWords = { free: 'This organization is on Free.', pro: 'This organization is on Pro.' }
