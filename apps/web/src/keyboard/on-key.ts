import { createSignal, onCleanup } from 'solid-js'
import { chordOf } from './key-chord.ts'
import { singleKeys } from './single-keys.ts'

/** Under which heading of the help sheet keys stand. */
type Group = 'Everywhere' | 'Lists' | 'On this page'

export type Binding = {
  keys: string
  label: string
  run: (event: KeyboardEvent) => void
  group: Group
}

const sequenceMs = 1_200
/** Where letters are typed, or mean something already. */
const typing = 'input, textarea, select, [contenteditable], [role=menu], [role=listbox], dialog'

const [bindings, setBindings] = createSignal<readonly Binding[]>([])

/** What is bound now, for the help sheet; a later binding of the same keys hides an earlier one. */
export const activeBindings = (): Binding[] => [
  ...new Map(bindings().map(binding => [binding.keys, binding])).values(),
]

/**
 * Binds a key while its owner is mounted: `r`, `?`, `Escape`, a sequence `g j`, or `mod+k`, which is
 * Ctrl or Cmd. Single keys never fire where one types, and can be switched off; the newest wins.
 */
export function onKey(
  keys: string,
  label: string,
  run: (event: KeyboardEvent) => void,
  group: Group = 'On this page',
): void {
  const binding = { keys, label, run, group }
  setBindings(all => [...all, binding])
  onCleanup(() => setBindings(all => all.filter(each => each !== binding)))
}

let begun = ''
let begunAt = 0

function press(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return
  // Held down, a key goes on through a list; it does not run a job ten times.
  if (event.repeat && !/^[jk]$/.test(event.key)) return
  const chord = chordOf(event)
  if (chord.length === 1 && !singleKeys()) return
  if (!chord.startsWith('mod+') && isTyping(event.target)) return
  const sequence = event.timeStamp - begunAt < sequenceMs ? `${begun} ${chord}` : chord
  begun = ''
  const found = find(sequence) ?? find(chord)
  if (found !== undefined) {
    event.preventDefault()
    found.run(event)
  } else if (bindings().some(({ keys }) => keys.startsWith(`${chord} `))) {
    begun = chord
    begunAt = event.timeStamp
  }
}

const find = (keys: string) => bindings().findLast(binding => binding.keys === keys)

function isTyping(target: EventTarget | null): boolean {
  const isInside = target instanceof Element && target.closest(typing) !== null
  // What lies under a dialog is out of reach, for keys as well.
  return isInside || document.querySelector('dialog[open], [role=dialog], [role=menu]') !== null
}

document.addEventListener('keydown', press)
