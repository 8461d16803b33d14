import ChevronDown from 'lucide-solid/icons/chevron-down'
import { createUniqueId, type JSX, Show } from 'solid-js'

/** A titled part of the form. */
export function Section(props: { title: string; children: JSX.Element; beside?: JSX.Element }) {
  const id = createUniqueId()
  return (
    <section
      aria-labelledby={id}
      class="card mb-6 flex min-w-0 flex-col gap-5 p-5 sm:p-6 lg:col-start-1"
    >
      <div class="flex flex-wrap items-center justify-between gap-2">
        <h2 id={id} class="text-base font-semibold">
          {props.title}
        </h2>
        {props.beside}
      </div>
      {props.children}
    </section>
  )
}

/** A part of the form that most leave as it is: folded on a narrow screen, with what it says. */
export function FoldedSection(props: { title: string; saying: string; children: JSX.Element }) {
  const isWide = matchMedia('(min-width: 48rem)').matches
  return (
    <details class="group card mb-6 min-w-0 lg:col-start-1" open={isWide}>
      <summary class="flex list-none items-center gap-4 rounded-xl p-5 sm:px-6 [&::-webkit-details-marker]:hidden">
        <h2 class="shrink-0 text-base font-semibold">{props.title}</h2>
        <Show when={props.saying}>
          <span class="min-w-0 truncate text-sm text-muted group-open:hidden">{props.saying}</span>
        </Show>
        <ChevronDown class="ml-auto size-4 shrink-0 text-muted group-open:rotate-180" />
      </summary>
      <div class="flex flex-col gap-5 px-5 pb-5 sm:px-6 sm:pb-6">{props.children}</div>
    </details>
  )
}
