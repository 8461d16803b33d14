import type { Usage } from '@prikke/contract'
import ChevronRight from 'lucide-solid/icons/chevron-right'
import { For, Show } from 'solid-js'

const height = 120
const width = 640

const grouped = (count: number) => count.toLocaleString('en-US')

/** Executions of each day of a month as bars, with a line where the days to come will be about. */
export function UsageDays(props: { usage: Usage }) {
  const days = () => props.usage.byDay
  const today = () => new Date().toISOString().slice(0, 10)
  const isOver = () => !days().some(({ day }) => day > today())
  const left = () => days().filter(({ day }) => day > today()).length
  /** A day to come, by what the month is to have. */
  const daily = () => {
    const { forecast, executions } = props.usage
    if (forecast === null || isOver()) return null
    return Math.max(0, forecast - executions.used) / left()
  }
  const most = () => Math.max(1, daily() ?? 0, ...days().map(({ executions }) => executions))
  const place = (index: number) => (index * width) / days().length
  const level = (count: number) => (count / most()) * (height - 4)
  const busiest = () =>
    days().reduce((best, each) => (each.executions > best.executions ? each : best), {
      day: '',
      executions: 0,
    })
  const summary = () => {
    const { executions, forecast } = props.usage
    const limit = executions.limit === null ? '' : ` of ${grouped(executions.limit)}`
    const used = `${grouped(executions.used)}${limit} executions`
    const top =
      busiest().executions > 0
        ? `, most on ${dayOf(busiest().day)} with ${grouped(busiest().executions)}`
        : ''
    const end = forecast === null ? '' : `; about ${grouped(forecast)} by the end of the month`
    return `${used}${top}${end}.`
  }
  const firstAhead = () => days().findIndex(({ day }) => day > today())

  return (
    <figure class="flex flex-col gap-3 text-sm">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={summary()}
        class="h-36 w-full border-b border-line"
      >
        <For each={days()}>
          {(each, index) => (
            <rect
              class={each.day === today() ? 'text-accent' : 'text-good'}
              fill="currentColor"
              x={place(index()) + 2}
              width={width / days().length - 4}
              y={height - level(each.executions)}
              height={level(each.executions)}
            >
              <title>{`${dayOf(each.day)}: ${grouped(each.executions)}`}</title>
            </rect>
          )}
        </For>
        <Show when={daily()}>
          {count => (
            <line
              class="text-muted"
              stroke="currentColor"
              stroke-width="2"
              stroke-dasharray="6 4"
              vector-effect="non-scaling-stroke"
              x1={place(firstAhead())}
              x2={width}
              y1={height - level(count())}
              y2={height - level(count())}
            />
          )}
        </Show>
      </svg>
      <div class="flex justify-between text-xs text-muted" aria-hidden="true">
        <span>
          {dayOf(days()[0]?.day ?? '')}, up to {grouped(Math.round(most()))} a day
        </span>
        <span>{dayOf(days().at(-1)?.day ?? '')}</span>
      </div>
      <figcaption>
        {summary()}
        <Show when={daily()}>
          <span class="text-muted"> The dashed line is what a day to come is about to have.</span>
        </Show>
      </figcaption>
      <details class="group">
        <summary class="inline-flex min-h-11 items-center gap-1 text-muted hover:text-ink md:min-h-8">
          <ChevronRight class="size-4 group-open:rotate-90" />
          As a table
        </summary>
        <table class="mt-2 w-full max-w-xs">
          <thead class="sr-only">
            <tr>
              <th scope="col">Day</th>
              <th scope="col">Executions</th>
            </tr>
          </thead>
          <tbody>
            <For each={days().filter(({ day }) => day <= today())}>
              {each => (
                <tr class="border-t border-line">
                  <th scope="row" class="py-1 text-left font-normal">
                    {dayOf(each.day)}
                  </th>
                  <td class="py-1 text-right">{grouped(each.executions)}</td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </details>
    </figure>
  )
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `2026-11-21` as `21 Nov`. */
function dayOf(day: string): string {
  const [, month, date] = day.split('-').map(Number)
  return month === undefined || date === undefined ? '' : `${date} ${months[month - 1]}`
}
