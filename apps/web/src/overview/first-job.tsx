import { A } from '@solidjs/router'
import { Show } from 'solid-js'
import { buttonClass } from '../parts/button.tsx'

/** Stands in place of everything else while there is no job. */
export function FirstJob(props: { mayMake: boolean }) {
  return (
    <div class="card flex flex-col items-center gap-4 px-6 py-16 text-center">
      <h2 class="text-lg font-semibold">Nothing runs here yet</h2>
      <p class="max-w-prose text-muted">
        A job calls a URL on a schedule. The first one takes less than a minute, and needs no server
        of yours.
      </p>
      <Show when={props.mayMake}>
        <A href="/welcome" class={buttonClass('primary')}>
          Run your first job
        </A>
        <p class="flex flex-wrap justify-center gap-x-5 gap-y-2 text-sm">
          <A href="/jobs/new" class="link">
            Make a job of your own
          </A>
          <A href="/jobs/import" class="link">
            Import a crontab
          </A>
          <a href="/docs/api" rel="external" class="link">
            Use the API
          </a>
        </p>
      </Show>
    </div>
  )
}
