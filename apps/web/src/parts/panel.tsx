import { createUniqueId, type JSX } from 'solid-js'

/** A titled part of a page. */
export function Panel(props: {
  title: string
  lead?: JSX.Element
  actions?: JSX.Element
  children?: JSX.Element
}) {
  const id = createUniqueId()
  return (
    <section aria-labelledby={id} class="card flex min-w-0 flex-col gap-5 p-5 sm:p-6">
      <div class="flex flex-wrap items-start justify-between gap-3">
        <div class="flex flex-col gap-1">
          <h2 id={id} class="text-base font-semibold">
            {props.title}
          </h2>
          <p class="max-w-prose text-sm text-muted empty:hidden">{props.lead}</p>
        </div>
        {props.actions}
      </div>
      {props.children}
    </section>
  )
}
