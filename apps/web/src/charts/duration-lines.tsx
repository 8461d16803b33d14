import type { Series } from '@prikke/contract'
import { createMemo, For } from 'solid-js'
import { formatDuration } from '../words/span.ts'
import { roundUp } from './bar-paths.ts'
import { linePath } from './line-path.ts'
import { amountsOf } from './outcomes.ts'
import { Plot } from './plot.tsx'
import { markPath } from './run-marks.ts'
import { ScaleText } from './scale-text.tsx'
import type { Range } from './slot-choice.ts'
import { nameSpan } from './time-axis.ts'

const plot = 110
const head = 16

/** How long the runs of a job took, the middle one and the slow ones, with failures as marks above. */
export function DurationLines(props: {
  label: string
  series: Series
  onPick: (from: string, to: string) => void
}) {
  const from = () => Date.parse(props.series.from)
  const to = () => Date.parse(props.series.to)
  const slots = () => props.series.buckets
  const startOf = (index: number) => Date.parse(slots()[index]?.from ?? props.series.to)
  const spanOf = ([first, last]: Range) =>
    [startOf(first), last + 1 < slots().length ? startOf(last + 1) : to()] as const
  const failed = createMemo(() => slots().map(slot => amountsOf(slot).failed))
  const most = createMemo(() =>
    roundUp(Math.max(1, ...slots().map(({ durationMs }) => durationMs.p95 ?? 0))),
  )
  const valuesOf = (range: Range, which: 'p50' | 'p95') =>
    slots()
      .slice(range[0], range[1] + 1)
      .flatMap(({ durationMs }) => durationMs[which] ?? [])
  const linesOf = (range: Range) => {
    const [middle, slow] = [valuesOf(range, 'p50'), valuesOf(range, 'p95')]
    const failures = failed()
      .slice(range[0], range[1] + 1)
      .reduce((sum, count) => sum + count, 0)
    if (slow.length === 0 && failures === 0) return ['nothing ran']
    return [
      ...(middle.length > 0 ? [`half took up to ${formatDuration(Math.max(...middle))}`] : []),
      ...(slow.length > 0 ? [`95 % up to ${formatDuration(Math.max(...slow))}`] : []),
      ...(failures > 0 ? [`${failures} failed`] : []),
    ]
  }
  const pathOf = (which: 'p50' | 'p95', width: number) =>
    linePath(
      slots().map(({ durationMs }) => durationMs[which]),
      value => head + (plot - head) * (1 - value / most()),
      width,
    )
  const marks = (width: number) =>
    failed()
      .map((count, index) =>
        count === 0
          ? ''
          : markPath('bad', Math.round(((index + 0.5) / failed().length) * width), 6),
      )
      .join('')
  return (
    <Plot
      label={props.label}
      summary={`${props.label}: ${linesOf([0, slots().length - 1]).join(', ')}.`}
      from={from()}
      to={to()}
      count={slots().length}
      height={plot}
      wordsOf={range => `${nameSpan(...spanOf(range))}: ${linesOf(range).join(', ')}`}
      tipOf={range => ({ name: nameSpan(...spanOf(range)), lines: linesOf(range) })}
      onPick={range => {
        const [begin, end] = spanOf(range)
        props.onPick(new Date(begin).toISOString(), new Date(end).toISOString())
      }}
      table={{
        head: ['Time', 'p50', 'p95', 'Failed'],
        rows: () =>
          slots().flatMap(({ durationMs }, index) =>
            durationMs.p50 === null && failed()[index] === 0
              ? []
              : [
                  [
                    nameSpan(...spanOf([index, index])),
                    formatDuration(durationMs.p50),
                    formatDuration(durationMs.p95),
                    String(failed()[index]),
                  ],
                ],
          ),
      }}
      legend={<Legend />}
    >
      {width => (
        <>
          <For each={[1, 0.5]}>
            {share => (
              <path
                d={`M0 ${heightOf(share) + 0.5}h${width}`}
                class="stroke-line"
                shape-rendering="crispEdges"
              />
            )}
          </For>
          <path
            d={pathOf('p95', width)}
            class="fill-none stroke-muted stroke-[1.5]"
            stroke-dasharray="4 3"
            stroke-linejoin="round"
          />
          <path
            d={pathOf('p50', width)}
            class="fill-none stroke-good stroke-2"
            stroke-linejoin="round"
            stroke-linecap="round"
          />
          <For each={[1, 0.5]}>
            {share => (
              <ScaleText y={heightOf(share) - 3}>{formatDuration(most() * share)}</ScaleText>
            )}
          </For>
          <path d={marks(width)} class="fill-none stroke-bad stroke-2" />
        </>
      )}
    </Plot>
  )
}

const heightOf = (share: number) => Math.round(head + (plot - head) * (1 - share))

function Legend() {
  return (
    <>
      <span class="flex items-center gap-2">
        <svg aria-hidden="true" width="18" height="8">
          <path d="M0 4h18" class="stroke-good stroke-2" />
        </svg>
        half took up to (p50)
      </span>
      <span class="flex items-center gap-2">
        <svg aria-hidden="true" width="18" height="8">
          <path d="M0 4h18" class="stroke-muted stroke-[1.5]" stroke-dasharray="4 3" />
        </svg>
        95 % took up to (p95)
      </span>
      <span class="flex items-center gap-2">
        <svg aria-hidden="true" width="12" height="12">
          <path d={markPath('bad', 6, 6)} class="fill-none stroke-bad stroke-2" />
        </svg>
        failed
      </span>
    </>
  )
}
