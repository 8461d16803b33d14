import { A } from '@solidjs/router'
import { Match, Switch } from 'solid-js'
import { Button, buttonClass } from '../parts/button.tsx'

/** Why there is nothing to see: nothing ran yet, nothing matches, or it was too long ago. */
export function NothingFound(props: {
  reason: 'nothing_yet' | 'no_match' | 'nothing_then' | 'too_long_ago'
  historyDays: number
  onClear: () => void
  onWiden: () => void
}) {
  return (
    <div class="card flex flex-col items-center gap-4 px-6 py-16 text-center">
      <Switch>
        <Match when={props.reason === 'too_long_ago'}>
          <p class="max-w-prose">
            This is longer ago than executions are kept, which is {props.historyDays} days.
          </p>
          <Button onClick={props.onWiden}>Show what is kept</Button>
        </Match>
        <Match when={props.reason === 'no_match'}>
          <p class="max-w-prose">No execution of this time matches what is looked for.</p>
          <Button onClick={props.onClear}>Clear the filters</Button>
        </Match>
        <Match when={props.reason === 'nothing_then'}>
          <p class="max-w-prose">Nothing ran in this time.</p>
          <Button onClick={props.onWiden}>Show what is kept</Button>
        </Match>
        <Match when={true}>
          <p class="max-w-prose">Nothing has run yet. A job that comes due shows up here.</p>
          <A href="/jobs" class={buttonClass('primary')}>
            Go to the jobs
          </A>
        </Match>
      </Switch>
    </div>
  )
}
