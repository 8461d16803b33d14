import ArrowUp from 'lucide-solid/icons/arrow-up'
import { createEffect, Show } from 'solid-js'
import { announce } from '../announce.ts'

/**
 * Floats over the head of a list while new rows wait: `3 new executions`, and shows them on a press.
 * It takes no room, so that nothing moves when it comes: put it where no gap is kept between things.
 */
export function NewRows(props: {
  count: number
  /** Of one, such as `execution`. */
  word: string
  onShow: () => void
}) {
  const words = () => `${props.count} new ${props.word}${props.count === 1 ? '' : 's'}`
  createEffect(() => {
    if (props.count > 0) announce(words())
  })
  return (
    <div class="sticky top-20 z-10 h-0">
      <Show when={props.count > 0}>
        <button
          type="button"
          class="absolute -top-4 left-1/2 flex min-h-11 -translate-x-1/2 items-center gap-2 rounded-full bg-fill px-4 text-sm font-medium whitespace-nowrap text-on-fill shadow-lg hover:bg-fill-hover md:min-h-9"
          onClick={() => props.onShow()}
        >
          <ArrowUp class="size-4" />
          {words()}
        </button>
      </Show>
    </div>
  )
}
