import { createMemo, createUniqueId, For, Show } from 'solid-js'
import { zoneShown } from '../times.ts'
import { viewerZone } from '../words/instant.ts'
import { formatWhole } from '../words/number.ts'
import { BarLegend } from './bar-legend.tsx'
import { barPaths, columnOf, roundUp } from './bar-paths.ts'
import { BarTable } from './bar-table.tsx'
import { createMeasuredWidth } from './measured-width.ts'
import { OutcomePath, OutcomePatterns } from './outcome-patterns.tsx'
import { addUp, amountsOf, describeAmounts, outcomes, type Slot, totalOf } from './outcomes.ts'
import { createSlotChoice, type Range } from './slot-choice.ts'
import { SlotTip } from './slot-tip.tsx'
import { nameSpan, ticksWithin } from './time-axis.ts'

type Props = {
  /** What is drawn, such as `Runs of the last 24 hours`. */
  label: string
  /** Equal parts of the time, the earliest first. */
  buckets: readonly Slot[]
  bucketMs: number
  /** The present in ms since 1970, where it lies within; what is after it can be looked at only. */
  now?: number | undefined
  /** A part, or several side by side, was chosen: by click, drag, or keys. */
  onPick?: (from: string, to: string) => void
}

const head = 18
const plot = 112
const foot = 30

/** What came of the runs of a time, as bars by outcome, with the planned ones hatched. */
export function StackedBars(props: Props) {
  const id = createUniqueId()
  const [width, measure] = createMeasuredWidth()
  const zone = () => (zoneShown() === 'utc' ? 'UTC' : viewerZone())
  const amounts = createMemo(() => props.buckets.map(amountsOf))
  const paths = createMemo(() => barPaths(amounts(), { width: width(), height: plot }))
  const begin = createMemo(() => Date.parse(props.buckets[0]?.from ?? ''))
  const end = createMemo(() => begin() + props.buckets.length * props.bucketMs)
  const xOf = (at: number) => ((at - begin()) / (end() - begin())) * width()
  const ticks = createMemo(() =>
    ticksWithin(begin(), end(), Math.max(2, Math.floor(width() / 80)), zone()),
  )
  const spanOf = ([first, last]: Range) =>
    [begin() + first * props.bucketMs, begin() + (last + 1) * props.bucketMs] as const
  const nameOf = (range: Range) => nameSpan(...spanOf(range), zone())
  const pick = (range: Range) => {
    const [from, to] = spanOf(range)
    if (props.now !== undefined && from > props.now) return
    props.onPick?.(new Date(from).toISOString(), new Date(to).toISOString())
  }
  const choice = createSlotChoice(
    () => props.buckets.length,
    () => (props.onPick ? pick : undefined),
  )
  const sum = createMemo(() => addUp(amounts()))
  const most = () => roundUp(Math.max(1, ...amounts().map(totalOf)))
  const wordsOf = (range: Range) => {
    const said = describeAmounts(addUp(amounts().slice(range[0], range[1] + 1)))
    return `${nameOf(range)}: ${said}`
  }
  const nowX = () => {
    const { now } = props
    return now !== undefined && now > begin() && now < end() ? Math.round(xOf(now)) : null
  }
  const current = (): Range =>
    choice.range() ?? [props.buckets.length - 1, props.buckets.length - 1]

  return (
    <div class="flex min-w-0 flex-col gap-3">
      <div class="relative" ref={measure}>
        <svg
          aria-hidden="true"
          width={width()}
          height={head + plot + foot}
          class="block max-w-full overflow-visible"
          shape-rendering="crispEdges"
        >
          <OutcomePatterns id={id} />
          <g transform={`translate(0 ${head})`}>
            <path d={`M0 0.5h${width()}`} class="stroke-line" />
            <text y="-6" class="fill-muted text-[11px]" shape-rendering="auto">
              {formatWhole(most())}
            </text>
            <Show when={choice.range()}>
              {range => <Column range={range()} count={props.buckets.length} width={width()} />}
            </Show>
            <For each={outcomes}>
              {({ key }) => <OutcomePath id={id} outcome={key} d={paths()[key]} />}
            </For>
            <path d={`M0 ${plot + 0.5}h${width()}`} class="stroke-control" />
            <path d={paths().marks} class="fill-bad" />
            <For each={ticks()}>
              {({ at, name }) => (
                <>
                  <path
                    d={`M${Math.round(xOf(at)) + 0.5} ${plot}v8`}
                    class="stroke-control"
                    opacity="0.7"
                  />
                  <text
                    x={Math.min(Math.max(xOf(at), 16), width() - 18)}
                    y={plot + 22}
                    text-anchor="middle"
                    shape-rendering="auto"
                    class="fill-muted text-[11px]"
                  >
                    {name}
                  </text>
                </>
              )}
            </For>
            <Show when={nowX() !== null}>
              <path d={`M${(nowX() ?? 0) + 0.5} -4V${plot}`} class="stroke-ink" />
              <text
                x={nowX() ?? 0}
                y="-8"
                text-anchor="middle"
                shape-rendering="auto"
                class="fill-ink text-[11px] font-medium"
              >
                now
              </text>
            </Show>
          </g>
        </svg>
        {/* Choosing a time is choosing a value from a range: a slider to whoever does not see it. */}
        <div
          role="slider"
          tabIndex={0}
          aria-label={props.label}
          aria-describedby={`${id}-sum`}
          aria-valuemin={1}
          aria-valuemax={props.buckets.length}
          aria-valuenow={current()[1] + 1}
          aria-valuetext={wordsOf(current())}
          class="absolute inset-x-0 top-0 bottom-7 touch-pan-y rounded outline-offset-4"
          classList={{ 'cursor-pointer': props.onPick !== undefined }}
          {...choice.handlers}
        />
        <Show when={choice.range()}>
          {range => (
            <SlotTip
              name={nameOf(range())}
              amounts={addUp(amounts().slice(range()[0], range()[1] + 1))}
              center={xOf((spanOf(range())[0] + spanOf(range())[1]) / 2)}
              width={width()}
            />
          )}
        </Show>
      </div>
      <p id={`${id}-sum`} class="sr-only">
        {nameSpan(begin(), end(), zone())}: {describeAmounts(sum())}.
        {props.onPick ? ' Arrow keys choose a time, with Shift a longer one; Enter opens it.' : ''}
      </p>
      <div class="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
        <BarLegend id={id} amounts={sum()} />
        <BarTable
          label={props.label}
          amounts={amounts()}
          nameOf={index => nameOf([index, index])}
        />
      </div>
    </div>
  )
}

/** The ground behind the slots that are looked at. */
function Column(props: { range: Range; count: number; width: number }) {
  const x = () => columnOf(props.range[0], props.count, props.width).x
  const end = () => {
    const last = columnOf(props.range[1], props.count, props.width)
    return last.x + last.width
  }
  return (
    <rect
      x={x() - 1}
      y="0"
      width={end() - x() + 2}
      height={plot + 8}
      class="fill-ink"
      opacity="0.1"
    />
  )
}
