import { A } from '@solidjs/router'
import { Show } from 'solid-js'
import { now } from '../parts/clock.ts'
import { buttonClass } from '../parts/button.tsx'
import { bornAt } from '../words/born.ts'

const dayMs = 86_400_000

/** In the place of an execution that is not there: removed after so many days, or never made. */
export function MissingExecution(props: {
  id: string
  organization: string
  /** How long executions are kept; undefined until it is known. */
  historyDays: number | undefined
}) {
  const isRemoved = () => {
    const at = bornAt(props.id)
    const days = props.historyDays
    return at !== null && days !== undefined && now() - at > days * dayMs
  }
  return (
    <div class="card flex flex-col items-center gap-4 px-6 py-16 text-center">
      <Show
        when={isRemoved()}
        fallback={<p>There is no such execution in {props.organization}.</p>}
      >
        <p class="font-medium">This execution was removed after {props.historyDays} days.</p>
        <p class="max-w-prose text-sm text-muted">
          So long executions of {props.organization} are kept. What came of it is still counted in
          its usage.
        </p>
      </Show>
      <A href="/executions" class={buttonClass()}>
        All executions
      </A>
    </div>
  )
}
