import { SearchBox } from '../parts/search-box.tsx'
import type { ExecutionSearch, SearchChange } from '../words/execution-search.ts'

const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Looks for a part of the error text, or for an execution by its id. */
export function SearchText(props: {
  search: ExecutionSearch
  onSearch: (change: SearchChange) => void
}) {
  const look = (typed: string) => {
    const text = typed.trim()
    const isId = id.test(text)
    props.onSearch({
      q: text === '' || isId ? undefined : text,
      id: isId ? [text.toLowerCase()] : undefined,
    })
  }
  return (
    <SearchBox
      label="Error text or id"
      value={props.search.q ?? props.search.id?.join(' ') ?? ''}
      onSearch={look}
    />
  )
}
