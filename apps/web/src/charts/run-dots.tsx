import type { ExecutionSummary, Series } from '@prikke/contract'
import { createMemo, For, Show } from 'solid-js'
import { formatCount, formatWhole } from '../words/number.ts'
import { formatDuration } from '../words/span.ts'
import { addUp, amountsOf, describeAmounts, totalOf } from './outcomes.ts'
import { Plot } from './plot.tsx'
import { kindOfStatus, latenessLines, latenessShare, type MarkKind, markPath } from './run-marks.ts'
import { ScaleText } from './scale-text.tsx'
import type { Range } from './slot-choice.ts'
import { nameSpan } from './time-axis.ts'

type Run = Pick<ExecutionSummary, 'id' | 'status' | 'scheduledFor' | 'latenessMs'>

type Props = {
  label: string
  series: Series
  /** Each run by itself; null where there are too many, and each slot shows how late they were. */
  runs: readonly Run[] | null
  onPick: (from: string, to: string) => void
  /** One alone was chosen. */
  onOpen: (id: string) => void
}

const plot = 120
/** Under the scale stand those that have not started, or never did. */
const lane = 22
const kinds: readonly { kind: MarkKind; word: string; look: string }[] = [
  { kind: 'good', word: 'succeeded', look: 'fill-good' },
  { kind: 'bad', word: 'failed', look: 'fill-none stroke-bad stroke-2' },
  { kind: 'open', word: 'under way', look: 'fill-none stroke-calm stroke-[1.5]' },
  { kind: 'left', word: 'did not run', look: 'stroke-muted stroke-2' },
]

/** When a job was to run, and how late it did: each run a mark at its planned time, the later the higher. */
export function RunDots(props: Props) {
  const from = () => Date.parse(props.series.from)
  const to = () => Date.parse(props.series.to)
  const slots = () => props.series.buckets
  const startOf = (index: number) => Date.parse(slots()[index]?.from ?? props.series.to)
  const spanOf = ([first, last]: Range) =>
    [startOf(first), last + 1 < slots().length ? startOf(last + 1) : to()] as const
  const runsWithin = (range: Range) => {
    const [begin, end] = spanOf(range)
    return (props.runs ?? []).filter(({ scheduledFor }) => {
      const at = Date.parse(scheduledFor)
      return at >= begin && at < end
    })
  }
  const amounts = createMemo(() => slots().map(amountsOf))
  const lateWords = ([first, last]: Range) => {
    const late = slots()
      .slice(first, last + 1)
      .flatMap(({ latenessMs }) => latenessMs.p99 ?? [])
    return late.length === 0 ? null : `at most ${formatDuration(Math.max(...late))} late`
  }
  const linesOf = (range: Range) => {
    const said = describeAmounts(addUp(amounts().slice(range[0], range[1] + 1)))
    return [said, lateWords(range)].filter(line => line !== null)
  }
  const pick = (range: Range) => {
    const own = runsWithin(range)
    const [begin, end] = spanOf(range)
    if (own.length === 1 && own[0] !== undefined) props.onOpen(own[0].id)
    else props.onPick(new Date(begin).toISOString(), new Date(end).toISOString())
  }
  const marks = (kind: MarkKind, width: number) =>
    (props.runs ?? [])
      .filter(run => kindOfStatus(run.status) === kind)
      .map(run => markPath(kind, xOf(run, width), heightOf(run)))
      .join('')
  const xOf = ({ scheduledFor }: Run, width: number) =>
    Math.round(((Date.parse(scheduledFor) - from()) / (to() - from())) * width * 10) / 10
  const summary = () => {
    const all: Range = [0, slots().length - 1]
    return `${props.label}: ${linesOf(all).join(', ')}.`
  }
  return (
    <Plot
      label={props.label}
      summary={summary()}
      from={from()}
      to={to()}
      count={slots().length}
      height={plot + lane}
      wordsOf={range => `${nameSpan(...spanOf(range))}: ${linesOf(range).join(', ')}`}
      tipOf={range => ({ name: nameSpan(...spanOf(range)), lines: linesOf(range) })}
      onPick={pick}
      table={{
        head: ['Time', 'Runs', 'Failed', 'Late by p50', 'p99'],
        rows: () =>
          slots().flatMap(({ latenessMs }, index) => {
            const own = amounts()[index]
            if (own === undefined || totalOf(own) === 0) return []
            const late = [latenessMs.p50, latenessMs.p99].map(formatDuration)
            const counts = [totalOf(own), own.failed].map(String)
            return [[nameSpan(...spanOf([index, index])), ...counts, ...late]]
          }),
      }}
      legend={<Legend series={props.series} />}
    >
      {width => (
        <>
          <For each={latenessLines}>
            {ms => (
              <path
                d={`M0 ${Math.round(yOf(ms)) + 0.5}h${width}`}
                class="stroke-line"
                shape-rendering="crispEdges"
              />
            )}
          </For>
          <path
            d={`M0 ${plot + 0.5}h${width}`}
            class="stroke-line"
            stroke-dasharray="3 3"
            shape-rendering="crispEdges"
          />
          <Show when={props.runs === null} fallback={<Marks of={kind => marks(kind, width)} />}>
            <Dense series={props.series} width={width} />
          </Show>
          <For each={latenessLines}>
            {ms => <ScaleText y={Math.round(yOf(ms)) - 3}>{scaleWords[ms]}</ScaleText>}
          </For>
        </>
      )}
    </Plot>
  )
}

const scaleWords: Record<(typeof latenessLines)[number], string> = {
  10: '10 ms late',
  100: '100 ms',
  1000: '1 s',
  10000: '10 s',
  60000: '1 min',
}

const yOf = (ms: number) => plot - latenessShare(ms) * (plot - 12)

const heightOf = ({ latenessMs }: Run) =>
  latenessMs === null ? plot + lane / 2 : Math.round(yOf(latenessMs) * 10) / 10

/** One path for each kind: a thousand marks are four elements. */
function Marks(props: { of: (kind: MarkKind) => string }) {
  return <For each={kinds}>{({ kind, look }) => <path d={props.of(kind)} class={look} />}</For>
}

/** Of each slot how late they were, from the middle one to the latest, and whether some failed. */
function Dense(props: { series: Series; width: number }) {
  const slots = () => props.series.buckets
  const pitch = () => props.width / slots().length
  const middle = (index: number) => Math.round((index + 0.5) * pitch() * 10) / 10
  const spans = () =>
    slots()
      .map(({ latenessMs: { p50, p99 } }, index) =>
        p50 === null || p99 === null
          ? ''
          : `M${middle(index)} ${yOf(p50) + 1.5}V${Math.min(yOf(p50) - 1.5, yOf(p99))}`,
      )
      .join('')
  const marks = (kind: MarkKind) =>
    slots()
      .map((slot, index) => {
        const own = amountsOf(slot)
        const count = { good: 0, bad: own.failed, open: own.open, left: own.left }[kind]
        const y = kind === 'bad' ? 6 : plot + lane / 2
        return count === 0 ? '' : markPath(kind, middle(index), y)
      })
      .join('')
  return (
    <>
      <path d={spans()} class="stroke-good" stroke-width={Math.max(2, Math.min(7, pitch() - 2))} />
      <Marks of={marks} />
    </>
  )
}

function Legend(props: { series: Series }) {
  const sum = () => addUp(props.series.buckets.map(amountsOf))
  const countOf = (kind: MarkKind) =>
    ({ good: sum().success, bad: sum().failed, open: sum().open, left: sum().left })[kind]
  return (
    <For each={kinds.filter(({ kind }) => kind === 'good' || countOf(kind) > 0)}>
      {({ kind, word, look }) => (
        <span class="flex items-center gap-2">
          <svg aria-hidden="true" width="12" height="12" class="shrink-0">
            <path d={markPath(kind, 6, 6)} class={look} />
          </svg>
          <span>
            <span class="font-medium text-ink" title={formatWhole(countOf(kind))}>
              {formatCount(countOf(kind))}
            </span>{' '}
            {word}
          </span>
        </span>
      )}
    </For>
  )
}
