import { A } from '@solidjs/router'
import { Show } from 'solid-js'
import { Button, buttonClass } from '../parts/button.tsx'

/** Stands in place of the list: no job matches, or there is none and here are the ways to one. */
export function NoJobs(props: {
  isFiltered: boolean
  /** What was searched for. */
  search: string | undefined
  mayMake: boolean
  onClear: () => void
}) {
  return (
    <div class="card flex flex-col items-center gap-4 px-6 py-16 text-center">
      <Show
        when={!props.isFiltered}
        fallback={
          <>
            <p class="wrap-anywhere">
              <Show when={props.search} fallback="No job is like this.">
                {search => <>No job like this has “{search()}” in its name, URL, key or tags.</>}
              </Show>
            </p>
            <Button onClick={props.onClear}>Clear the search and filters</Button>
          </>
        }
      >
        <p class="max-w-prose text-muted">A job calls a URL on a schedule. There is none yet.</p>
        <Show when={props.mayMake}>
          <A href="/jobs/new" class={buttonClass('primary')}>
            Create your first job
          </A>
          <p class="flex flex-wrap justify-center gap-x-5 gap-y-2 text-sm">
            <A href="/jobs/import" class="link">
              Paste a curl or a crontab
            </A>
            <a href="/docs/api" rel="external" class="link">
              Use the API
            </a>
          </p>
        </Show>
      </Show>
    </div>
  )
}
