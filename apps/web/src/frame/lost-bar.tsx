import { Show } from 'solid-js'
import { now } from '../parts/clock.ts'

/** Says that what is shown may be late, and when the stream is tried again. */
export function LostBar(props: { retryAt: number | null }) {
  const seconds = () => Math.max(0, Math.ceil(((props.retryAt ?? 0) - now()) / 1_000))
  return (
    <div role="status">
      <Show when={props.retryAt !== null}>
        <p class="bg-warn-soft px-4 py-1 text-center text-xs sm:text-sm text-warn">
          Live updates paused
          <span aria-hidden="true">
            {seconds() === 0 ? ', retrying now' : `, retrying in ${seconds()} s`}
          </span>
          . Until then this page is refreshed every 15 s.
        </p>
      </Show>
    </div>
  )
}
