import ArrowUp from 'lucide-solid/icons/arrow-up'
import { createEffect, Show } from 'solid-js'
import { announce } from '../announce.ts'

/** Stands above a list while new rows wait: `3 new executions`, and shows them on a press. */
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
    <Show when={props.count > 0}>
      <button
        type="button"
        class="sticky top-16 z-10 mx-auto flex min-h-11 items-center gap-2 rounded-full bg-fill px-4 text-sm font-medium text-on-fill shadow-lg hover:bg-fill-hover md:min-h-9"
        onClick={() => props.onShow()}
      >
        <ArrowUp class="size-4" />
        {words()}
      </button>
    </Show>
  )
}
