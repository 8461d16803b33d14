import { createEffect, type JSX, onMount } from 'solid-js'
import { titleOf } from '../title.ts'

let visited = false

/** The heading of a page, which is its title as well; actions stand beside it. */
export function PageHead(props: {
  title: string
  organization?: string
  beside?: JSX.Element
  children?: JSX.Element
}) {
  let heading!: HTMLHeadingElement
  createEffect(() => {
    document.title = titleOf([props.title, props.organization, 'Prikke'])
  })
  // A new page is read from its heading; the first one from the top, as the browser does.
  onMount(() => {
    if (visited) heading.focus({ preventScroll: true })
    visited = true
  })
  return (
    <div class="flex flex-wrap items-center gap-x-4 gap-y-3">
      <h1
        ref={heading}
        tabindex="-1"
        class="min-w-0 text-2xl font-semibold tracking-tight wrap-anywhere"
      >
        {props.title}
      </h1>
      {props.beside}
      <div class="flex flex-wrap items-center gap-2 empty:hidden max-sm:w-full sm:ml-auto">
        {props.children}
      </div>
    </div>
  )
}
