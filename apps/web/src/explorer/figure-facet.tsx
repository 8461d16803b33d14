import { createSignal } from 'solid-js'
import { Button } from '../parts/button.tsx'
import { TextField } from '../parts/text-field.tsx'
import { CheckList } from './check-list.tsx'
import { Facet } from './facet.tsx'
import type { Choice } from './filter-bar.tsx'

/** A facet with usual values, and room to type another. */
export function FigureFacet(props: {
  label: string
  help: string
  pattern: RegExp
  options: readonly Choice[]
  chosen: readonly string[]
  onChange: (chosen: string[]) => void
}) {
  const [typed, setTyped] = createSignal('')
  const [error, setError] = createSignal<string>()
  const options = () => {
    const usual = new Set(props.options.map(({ value }) => value))
    const own = props.chosen.filter(value => !usual.has(value))
    return [...props.options, ...own.map(value => ({ value, words: value }))]
  }
  const add = (event: Event) => {
    event.preventDefault()
    const value = typed().trim()
    if (value === '') return
    const isFit = props.pattern.test(value)
    setError(isFit ? undefined : `is not ${props.help.replace(/^A/, 'a')}`)
    if (!isFit) return
    setTyped('')
    props.onChange([...new Set([...props.chosen, value])])
  }
  const chosenWords = () =>
    props.chosen.length > 1 ? `${props.chosen.length} of them` : props.chosen[0]
  return (
    <Facet label={props.label} chosen={chosenWords()}>
      <CheckList
        label={props.label}
        options={options()}
        chosen={props.chosen}
        onChange={props.onChange}
      />
      <form class="flex items-end gap-2 border-t border-line p-2" novalidate onSubmit={add}>
        <TextField
          label="Another"
          class="min-w-0 flex-1"
          value={typed()}
          help={props.help}
          error={error()}
          spellcheck={false}
          onInput={setTyped}
        />
        <Button type="submit" class="mb-7">
          Add
        </Button>
      </form>
    </Facet>
  )
}
