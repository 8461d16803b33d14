import { type JSX, Show, splitProps } from 'solid-js'

type Look = 'primary' | 'plain' | 'danger' | 'quiet'

const looks: Record<Look, string> = {
  primary: 'bg-fill text-on-fill hover:bg-fill-hover border-transparent',
  plain: 'bg-surface text-ink border-control hover:bg-sunken',
  danger: 'bg-surface text-bad border-control hover:bg-bad-soft',
  quiet: 'bg-transparent text-muted border-transparent hover:bg-sunken hover:text-ink',
}

/** How a button looks, for links that look like one as well. */
export const buttonClass = (look: Look = 'plain') =>
  `inline-flex min-h-11 items-center justify-center gap-2 rounded-lg border px-4 text-sm font-medium whitespace-nowrap disabled:opacity-60 motion-safe:transition-colors md:min-h-10 ${looks[look]}`

type Props = JSX.ButtonHTMLAttributes<HTMLButtonElement> & {
  look?: Look
  /** While true the button takes no clicks and says `busyLabel`. */
  busy?: boolean
  busyLabel?: string
}

export function Button(props: Props) {
  const [own, rest] = splitProps(props, ['look', 'busy', 'busyLabel', 'class', 'children'])
  return (
    <button
      type="button"
      {...rest}
      disabled={own.busy || rest.disabled}
      class={`${buttonClass(own.look)} ${own.class ?? ''}`}
    >
      <Show when={own.busy && own.busyLabel} fallback={own.children}>
        {own.busyLabel}
      </Show>
    </button>
  )
}
