import type { Stats } from '@prikke/contract'
import { type JSX, Show } from 'solid-js'
import { formatCount, formatRate, formatWhole } from '../words/number.ts'
import { rateChange } from '../words/rate-change.ts'
import { formatDuration } from '../words/span.ts'

/** The figures of a time, and how the success rate compares with the time before. */
export function JobFigures(props: {
  stats: Stats
  before: Stats | undefined
  /** Such as `24 hours`. */
  span: string
}) {
  const ran = () => {
    const { success, failed, timeout } = props.stats.counts
    return success + failed + timeout
  }
  const failures = () => props.stats.counts.failed + props.stats.counts.timeout
  const left = () => {
    const { missed, skipped, cancelled } = props.stats.counts
    return missed + skipped + cancelled
  }
  return (
    <dl class="grid grid-cols-2 gap-x-6 gap-y-4 md:grid-cols-4">
      <Figure
        label="Success rate"
        note={changeWords(props.stats.successRate, props.before?.successRate, props.span)}
      >
        {formatRate(props.stats.successRate)}
      </Figure>
      <Figure label="Runs" note={runsNote(failures(), left())}>
        <span title={formatWhole(ran())}>{formatCount(ran())}</span>
      </Figure>
      <Figure label="Took" note={upTo('95 %', props.stats.durationMs.p95)}>
        {formatDuration(props.stats.durationMs.p50)}
      </Figure>
      <Figure label="Late by" note={upTo('99 %', props.stats.latenessMs.p99)}>
        {formatDuration(props.stats.latenessMs.p50)}
      </Figure>
    </dl>
  )
}

function Figure(props: { label: string; note: string | null; children: JSX.Element }) {
  return (
    <div class="flex min-w-0 flex-col gap-0.5">
      <dt class="text-sm text-muted">{props.label}</dt>
      <dd class="text-2xl font-semibold tracking-tight">{props.children}</dd>
      <Show when={props.note}>
        <dd class="text-xs text-muted">{props.note}</dd>
      </Show>
    </div>
  )
}

const upTo = (share: string, ms: number | null) =>
  ms === null ? null : `${share} up to ${formatDuration(ms)}`

function changeWords(now: number | null, before: number | null | undefined, span: string) {
  const change = rateChange(now, before ?? null)
  if (change === null) return now === null ? 'nothing ran' : `nothing ran in the ${span} before`
  return change === 'the same' ? `as in the ${span} before` : `${change} on the ${span} before`
}

function runsNote(failed: number, left: number): string {
  const words = [
    failed > 0 ? `${formatWhole(failed)} failed` : null,
    left > 0 ? `${formatWhole(left)} did not run` : null,
  ].filter(Boolean)
  return words.length === 0 ? 'none failed' : words.join(', ')
}
