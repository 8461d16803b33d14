import Search from 'lucide-solid/icons/search'
import { onCleanup } from 'solid-js'

const pauseMs = 250

/** A field that searches once the typing pauses. */
export function SearchBox(props: {
  label: string
  value: string
  onSearch: (text: string) => void
}) {
  let waiting: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => clearTimeout(waiting))
  const search = (text: string) => {
    clearTimeout(waiting)
    waiting = setTimeout(() => props.onSearch(text), pauseMs)
  }
  return (
    <div class="relative max-sm:min-w-40 max-sm:flex-1">
      <Search class="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-muted" />
      <input
        type="search"
        class="input pl-9 text-sm sm:w-52 md:min-h-10"
        placeholder={props.label}
        aria-label={props.label}
        value={props.value}
        onInput={event => search(event.currentTarget.value)}
      />
    </div>
  )
}
