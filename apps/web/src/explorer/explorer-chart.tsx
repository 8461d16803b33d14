import type { Histogram, ProblemBody } from '@prikke/contract'
import { Match, Switch } from 'solid-js'
import { StackedBars } from '../charts/stacked-bars.tsx'
import { now } from '../parts/clock.ts'

/** All that match over their time; without it where they are too many to be counted in time. */
export function ExplorerChart(props: {
  chart: Histogram | undefined
  problem: ProblemBody | null
  label: string
  onPick: (from: string, to: string) => void
}) {
  return (
    <section aria-label={props.label} class="card min-h-61 min-w-0 p-5 text-sm sm:p-6">
      <Switch>
        <Match when={props.problem}>
          {problem => <p class="text-muted">{problem().detail}</p>}
        </Match>
        <Match when={props.chart}>
          {chart => (
            <StackedBars
              label={props.label}
              buckets={chart().buckets}
              bucketMs={chart().bucketMs}
              now={now()}
              onPick={props.onPick}
            />
          )}
        </Match>
      </Switch>
    </section>
  )
}
