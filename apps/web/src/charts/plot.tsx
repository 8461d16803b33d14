import { createUniqueId, For, type JSX, Show } from 'solid-js'
import { columnOf } from './bar-paths.ts'
import { createMeasuredWidth } from './measured-width.ts'
import { PlotTable } from './plot-table.tsx'
import { createSlotChoice, type Range } from './slot-choice.ts'
import { ticksWithin } from './time-axis.ts'

type Props = {
  /** What is drawn, such as `Duration of the last 24 hours`. */
  label: string
  /** The same in a sentence or two, for whoever does not see it. */
  summary: string
  /** The time that is drawn in ms since 1970, cut into so many equal slots. */
  from: number
  to: number
  count: number
  /** How tall the drawing is, without the axis under it. */
  height: number
  /** In which the axis is named; that of the viewer unless told. */
  zone?: string
  /** Names of the time under the drawing; `none` where another chart above has them. */
  axis?: 'times' | 'none'
  /** The time of slots and what is in them, for whoever does not see it. */
  wordsOf: (range: Range) => string
  /** The same as lines of a small card. */
  tipOf: (range: Range) => { name: string; lines: readonly string[] }
  /** Slots were chosen: by click, drag, or keys. */
  onPick?: ((range: Range) => void) | undefined
  table: { head: readonly string[]; rows: () => readonly (readonly string[])[] }
  legend?: JSX.Element
  /** Draws into a box of that width, and of the height above. */
  children: (width: number) => JSX.Element
}

const foot = 26
const tipWidth = 208

/** A drawing over time that is read by pointer, by keys, as a sentence and as a table. */
export function Plot(props: Props) {
  const id = createUniqueId()
  const [width, measure] = createMeasuredWidth()
  const choice = createSlotChoice(
    () => props.count,
    () => props.onPick,
  )
  const xOf = (at: number) => ((at - props.from) / (props.to - props.from)) * width()
  const ticks = () =>
    ticksWithin(props.from, props.to, Math.max(2, Math.floor(width() / 80)), props.zone)
  const current = (): Range => choice.range() ?? [props.count - 1, props.count - 1]
  const centerOf = ([first, last]: Range) => ((first + last + 1) / 2 / props.count) * width()
  const hasAxis = () => props.axis !== 'none'

  return (
    <div class="flex min-w-0 flex-col gap-2">
      <div class="relative" ref={measure}>
        <svg
          aria-hidden="true"
          width={width()}
          height={props.height + (hasAxis() ? foot : 2)}
          class="block max-w-full overflow-visible"
        >
          <Show when={choice.range()}>
            {range => (
              <Ground range={range()} count={props.count} width={width()} height={props.height} />
            )}
          </Show>
          <Show when={width() > 0}>{props.children(width())}</Show>
          <path
            d={`M0 ${props.height + 0.5}h${width()}`}
            class="stroke-control"
            shape-rendering="crispEdges"
          />
          <Show when={hasAxis()}>
            <For each={ticks()}>
              {({ at, name }) => (
                <>
                  <path
                    d={`M${Math.round(xOf(at)) + 0.5} ${props.height}v5`}
                    class="stroke-control"
                    shape-rendering="crispEdges"
                  />
                  <text
                    x={Math.min(Math.max(xOf(at), 18), width() - 18)}
                    y={props.height + 19}
                    text-anchor="middle"
                    class="fill-muted text-[11px]"
                  >
                    {name}
                  </text>
                </>
              )}
            </For>
          </Show>
        </svg>
        {/* Choosing a time is choosing a value from a range: a slider to whoever does not see it. */}
        <div
          role="slider"
          tabIndex={0}
          aria-label={props.label}
          aria-describedby={`${id}-sum`}
          aria-valuemin={1}
          aria-valuemax={props.count}
          aria-valuenow={current()[1] + 1}
          aria-valuetext={props.wordsOf(current())}
          class={`absolute inset-x-0 top-0 min-h-6 touch-pan-y rounded outline-offset-4 ${hasAxis() ? 'bottom-6' : 'bottom-0'}`}
          classList={{ 'cursor-pointer': props.onPick !== undefined }}
          {...choice.handlers}
        />
        <Show when={choice.range()}>
          {range => {
            const tip = () => props.tipOf(range())
            const left = () =>
              Math.max(0, Math.min(centerOf(range()) - tipWidth / 2, width() - tipWidth))
            return (
              <div
                aria-hidden="true"
                class="card pointer-events-none absolute bottom-full z-20 mb-1 flex w-52 flex-col gap-0.5 p-3 text-xs shadow-lg"
                style={{ left: `${left()}px` }}
              >
                <p class="font-medium">{tip().name}</p>
                <For each={tip().lines}>{line => <p class="text-muted">{line}</p>}</For>
              </div>
            )
          }}
        </Show>
      </div>
      <p id={`${id}-sum`} class="sr-only">
        {props.summary}
        {props.onPick ? ' Arrow keys choose a time, with Shift a longer one; Enter takes it.' : ''}
      </p>
      <div class="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
        <div class="flex flex-wrap gap-x-5 gap-y-1 text-sm text-muted">{props.legend}</div>
        <PlotTable label={props.label} head={props.table.head} rows={props.table.rows} />
      </div>
    </div>
  )
}

/** The ground behind the slots that are looked at. */
function Ground(props: { range: Range; count: number; width: number; height: number }) {
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
      height={props.height}
      class="fill-ink"
      opacity="0.1"
    />
  )
}
