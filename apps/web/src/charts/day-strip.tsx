import type { Days } from '@prikke/contract'
import { createMemo } from 'solid-js'
import { formatRate } from '../words/number.ts'
import { columnOf } from './bar-paths.ts'
import { addUp, amountsOf, describeAmounts, totalOf } from './outcomes.ts'
import { Plot } from './plot.tsx'
import type { Range } from './slot-choice.ts'
import { nameSpan } from './time-axis.ts'

const tall = 36
const stub = 3
const dayMs = 86_400_000

/** Day by day how a job went: a full bar where all succeeded, the share that failed from its foot. */
export function DayStrip(props: {
  label: string
  days: Days['data']
  onPick: (from: string, to: string) => void
}) {
  const amounts = createMemo(() => props.days.map(({ counts }) => amountsOf({ from: '', counts })))
  const from = () => Date.parse(props.days[0]?.day ?? '')
  const spanOf = ([first, last]: Range) =>
    [from() + first * dayMs, from() + (last + 1) * dayMs] as const
  const nameOf = (range: Range) => nameSpan(...spanOf(range), 'UTC')
  const sumOf = (range: Range) => addUp(amounts().slice(range[0], range[1] + 1))
  const rateOf = (range: Range) => {
    const { success, failed } = sumOf(range)
    return success + failed === 0 ? null : success / (success + failed)
  }
  const linesOf = (range: Range) => {
    const rate = rateOf(range)
    const said = describeAmounts(sumOf(range))
    if (totalOf(sumOf(range)) === 0) return ['nothing ran']
    return rate === null ? [said] : [said, `${formatRate(rate)} succeeded`]
  }
  const paths = (width: number) => {
    const made = { good: '', bad: '', none: '' }
    for (const [index, { success, failed }] of amounts().entries()) {
      const column = columnOf(index, amounts().length, width)
      const box = (y: number, high: number) =>
        high <= 0 ? '' : `M${column.x} ${y}h${column.width}v${high}h${-column.width}z`
      if (success + failed === 0) {
        made.none += box(tall - stub, stub)
        continue
      }
      const share = failed / (success + failed)
      const bad = failed === 0 ? 0 : Math.max(6, Math.round(share * tall))
      made.bad += box(tall - bad, bad)
      made.good += box(0, tall - bad - (bad > 0 ? 2 : 0))
    }
    return made
  }
  const all = (): Range => [0, props.days.length - 1]
  return (
    <Plot
      label={props.label}
      summary={`${props.label}: ${linesOf(all()).join(', ')}.`}
      from={from()}
      to={from() + props.days.length * dayMs}
      count={props.days.length}
      height={tall}
      zone="UTC"
      wordsOf={range => `${nameOf(range)}: ${linesOf(range).join(', ')}`}
      tipOf={range => ({ name: nameOf(range), lines: linesOf(range) })}
      onPick={range => {
        const [begin, end] = spanOf(range)
        props.onPick(new Date(begin).toISOString(), new Date(end).toISOString())
      }}
      table={{
        head: ['Day (UTC)', 'Succeeded', 'Failed', 'Rate'],
        rows: () =>
          amounts().flatMap((own, index) =>
            totalOf(own) === 0
              ? []
              : [
                  [
                    nameOf([index, index]),
                    `${own.success}`,
                    `${own.failed}`,
                    formatRate(rateOf([index, index])),
                  ],
                ],
          ),
      }}
      legend={<span>{linesOf(all()).at(-1)}</span>}
    >
      {width => (
        <g shape-rendering="crispEdges">
          <path d={paths(width).none} class="fill-control" opacity="0.5" />
          <path d={paths(width).good} class="fill-good" />
          <path d={paths(width).bad} class="fill-bad" />
        </g>
      )}
    </Plot>
  )
}
