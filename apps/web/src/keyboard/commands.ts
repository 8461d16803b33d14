import { type Accessor, createSignal, onCleanup } from 'solid-js'

/** Something the palette can do. */
export type Command = {
  label: string
  /** The keys that do the same, such as `g j`. */
  hint?: string | undefined
  run: () => void
}

const [sources, setSources] = createSignal<readonly Accessor<readonly Command[]>[]>([])

/** Adds commands to the palette while their owner is mounted; those of a page come first. */
export function useCommands(commands: Accessor<readonly Command[]>): void {
  setSources(all => [commands, ...all])
  onCleanup(() => setSources(all => all.filter(each => each !== commands)))
}

/** Every command there is now. */
export const allCommands = (): Command[] => sources().flatMap(commands => [...commands()])
