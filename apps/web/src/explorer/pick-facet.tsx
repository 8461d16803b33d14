import { SearchBox } from '../parts/search-box.tsx'
import { CheckList } from './check-list.tsx'
import { Facet } from './facet.tsx'
import type { Choice } from './filter-bar.tsx'

/** A facet whose values are many: they are looked for by name; what is chosen stays in sight. */
export function PickFacet(props: {
  label: string
  chosen: readonly string[]
  /** How a value is called that is not among those found. */
  nameOf?: (value: string) => string
  found: readonly Choice[]
  onLook: (text: string) => void
  onChange: (chosen: string[]) => void
}) {
  const name = (value: string) =>
    props.found.find(each => each.value === value)?.words ?? props.nameOf?.(value) ?? value
  const options = () => {
    const others = props.found.filter(({ value }) => !props.chosen.includes(value))
    return [...props.chosen.map(value => ({ value, words: name(value) })), ...others]
  }
  const chosenWords = () => {
    const [first] = props.chosen
    if (first === undefined) return undefined
    return props.chosen.length === 1 ? name(first) : `${props.chosen.length} of them`
  }
  return (
    <Facet label={props.label} chosen={chosenWords()}>
      <div class="sticky top-0 z-10 flex bg-surface pb-1">
        <SearchBox label={`Find a ${props.label.toLowerCase()}`} value="" onSearch={props.onLook} />
      </div>
      <CheckList
        label={props.label}
        options={options()}
        chosen={props.chosen}
        onChange={props.onChange}
      />
      <p class="px-2 py-3 text-muted empty:hidden">
        {options().length === 0 ? `No ${props.label.toLowerCase()} is called so.` : ''}
      </p>
    </Facet>
  )
}
