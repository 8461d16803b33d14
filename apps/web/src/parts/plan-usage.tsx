import type { Tier, Usage } from '@prikke/contract'
import { type JSX, Show } from 'solid-js'
import { ConfirmButton } from './confirm-button.tsx'

type Props = {
  usage: Usage
  mayChange: boolean
  onChange: (tier: Tier) => Promise<unknown>
}

const number = (count: number) => count.toLocaleString('en-US')

/**
 * What the plan allows and what of it is used, and the way to another plan. The API says nothing of
 * the other plan: its figures stand here, and plans.test.ts holds them to the table.
 */
export function PlanUsage(props: Props) {
  const isFree = () => props.usage.tier === 'free'
  return (
    <div class="flex flex-col gap-6">
      <div class="grid gap-5 sm:grid-cols-3">
        <Meter name="Executions this month" {...props.usage.executions}>
          <Show when={props.usage.forecast}>
            {forecast => <>About {number(forecast())} by the end of the month (UTC).</>}
          </Show>
        </Meter>
        <Meter name="Jobs" {...props.usage.jobs} />
        <Meter name="Members and open invites" {...props.usage.members} />
      </div>
      <Show when={props.usage.executions.overQuota > 0}>
        <p class="rounded-lg bg-warn-soft p-3 text-sm text-warn">
          {number(props.usage.executions.overQuota)} runs were skipped this month, over_quota:
          nothing was sent. On Pro they can be replayed.
        </p>
      </Show>
      <p class="text-sm text-muted">
        A job runs at most every {props.usage.shortestIntervalMinutes === 1 ? 'minute' : 'hour'}.
        History is kept for {props.usage.historyDays} days.
      </p>
      <Show when={props.mayChange}>
        <div>
          <Show
            when={isFree()}
            fallback={
              <ConfirmButton
                label="Go back to Free"
                question="Go back to Free?"
                confirm="Go back to Free"
                onConfirm={() => props.onChange('free')}
              >
                At once: 5 jobs, 5,000 executions a month, 2 members. What there is beyond that
                stays, and nothing is added to it. History older than 7 days is removed for good.
              </ConfirmButton>
            }
          >
            <ConfirmButton
              look="primary"
              label="Upgrade to Pro"
              question="Upgrade to Pro?"
              confirm="Upgrade"
              cancel="Stay on Free"
              onConfirm={() => props.onChange('pro')}
            >
              At once: as many jobs and members as you like, every minute, 250,000 executions a
              month, 30 days of history. Whoever runs this Prikke is told, and gets in touch about
              payment.
            </ConfirmButton>
          </Show>
        </div>
      </Show>
    </div>
  )
}

/** How much of a limit is used; without a limit only how much. */
function Meter(props: {
  name: string
  used: number
  limit: number | null
  children?: JSX.Element
}) {
  const percent = () => Math.min(100, Math.round((100 * props.used) / (props.limit ?? 1)))
  const color = () => {
    if (percent() >= 100) return 'text-bad'
    return percent() >= 80 ? 'text-warn' : 'text-accent'
  }
  return (
    <div class="flex flex-col gap-2 text-sm">
      <p class="text-muted">{props.name}</p>
      <p class="font-medium tabular-nums">
        {number(props.used)}
        <span class="font-normal text-muted">
          {props.limit === null ? ', no limit' : ` of ${number(props.limit)}`}
        </span>
      </p>
      <Show when={props.limit !== null}>
        <meter class="sr-only" aria-label={props.name} max={props.limit ?? 0} value={props.used} />
        <div aria-hidden="true" class={`h-2 overflow-hidden rounded-full bg-sunken ${color()}`}>
          <div class="h-full rounded-full bg-current" style={{ width: `${percent()}%` }} />
        </div>
      </Show>
      <p class="text-muted empty:hidden">{props.children}</p>
    </div>
  )
}
