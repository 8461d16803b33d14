import type { Usage } from '@prikke/contract'
import { Show } from 'solid-js'
import { monthAfter, monthInWords } from '../words/month.ts'

const nearShare = 0.8

/** Where limits hold: that they are near, or reached, and what then happens. */
export function UsageNotice(props: { usage: Usage }) {
  const executions = () => props.usage.executions
  const share = () => executions().used / (executions().limit ?? Number.POSITIVE_INFINITY)
  const next = () => monthInWords(monthAfter(props.usage.month, 1))
  return (
    <Show when={share() >= nearShare}>
      <p
        role="status"
        class="rounded-lg p-3 text-sm"
        classList={{ 'bg-bad-soft': share() >= 1, 'bg-warn-soft': share() < 1 }}
      >
        <strong class="font-medium">
          {share() >= 1 ? 'All executions of the month are used.' : whole(share())}
        </strong>{' '}
        {share() >= 1 ? 'Each run that comes due' : 'At 100 % each run that comes due'} is recorded
        as skipped, over_quota, and nothing is sent until {next()} begins (UTC). Jobs stay as they
        are, and an owner may upgrade at any time.
      </p>
    </Show>
  )
}

const whole = (share: number) => `${Math.floor(share * 100)} % of the month’s executions are used.`
