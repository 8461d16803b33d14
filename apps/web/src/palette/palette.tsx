import type { Job } from '@prikke/contract'
import Search from 'lucide-solid/icons/search'
import { createEffect, createMemo, createSignal, For, onCleanup, onMount, Show } from 'solid-js'
import { allCommands, type Command } from '../keyboard/commands.ts'
import { keyCaps } from '../keyboard/key-chord.ts'
import { paletteRows } from './palette-rows.ts'

const pauseMs = 120

/** Search over everything: jobs by the server, and all that can be done from the page one is on. */
export function Palette(props: {
  places: readonly Command[]
  actions: readonly Command[]
  docs: readonly Command[]
  onSearch: (text: string) => Promise<readonly Job[]>
  onOpen: (href: string) => void
  onClose: () => void
}) {
  const [typed, setTyped] = createSignal('')
  const [jobs, setJobs] = createSignal<readonly Job[]>([])
  const [searching, setSearching] = createSignal(false)
  const [at, setAt] = createSignal(0)
  let dialog!: HTMLDialogElement
  let list!: HTMLDivElement
  onMount(() => dialog.showModal())

  let waiting: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => clearTimeout(waiting))
  const search = (text: string) => {
    setTyped(text)
    setAt(0)
    clearTimeout(waiting)
    setSearching(text.trim() !== '')
    waiting = setTimeout(() => void find(text), pauseMs)
  }
  const find = async (text: string) => {
    const asked = text.trim()
    const found = asked === '' ? [] : await props.onSearch(asked).catch(() => [])
    // Of answers that come in another order only that to what stands there counts.
    if (text !== typed()) return
    setJobs(found)
    setSearching(false)
  }
  const rows = createMemo(() =>
    paletteRows(typed(), {
      commands: allCommands(),
      places: props.places,
      actions: props.actions,
      docs: props.docs,
      jobs: jobs(),
      open: props.onOpen,
    }),
  )
  const chosen = () => Math.min(at(), rows().length - 1)
  const take = (index: number) => {
    const row = rows()[index]
    if (row === undefined) return
    dialog.close()
    row.run()
  }
  const step = (event: KeyboardEvent) => {
    const count = rows().length
    const to = { ArrowDown: chosen() + 1, ArrowUp: chosen() - 1 }[event.key]
    if (to !== undefined && count > 0) setAt((to + count) % count)
    else if (event.key === 'Enter' && !event.isComposing) take(chosen())
    else return
    event.preventDefault()
  }
  createEffect(() => {
    list.querySelector(`#row-${chosen()}`)?.scrollIntoView({ block: 'nearest' })
  })

  return (
    <dialog
      ref={dialog}
      aria-label="Search and commands"
      closedby="any"
      onClose={() => props.onClose()}
      class="card mx-auto mt-[12vh] mb-auto w-[min(38rem,calc(100vw-2rem))] overflow-hidden p-0 text-ink shadow-2xl backdrop:bg-slate-950/60 max-sm:mt-4"
    >
      <div class="flex items-center gap-3 border-b border-line px-4">
        <Search class="size-4 shrink-0 text-muted" />
        <input
          type="text"
          role="combobox"
          aria-label="Search jobs, pages and actions"
          aria-expanded="true"
          aria-controls="palette-rows"
          aria-activedescendant={rows().length > 0 ? `row-${chosen()}` : undefined}
          autocomplete="off"
          spellcheck={false}
          placeholder="Search jobs, pages and actions"
          class="min-h-14 w-full bg-transparent outline-none"
          onInput={event => search(event.currentTarget.value)}
          onKeyDown={step}
        />
      </div>
      <div
        ref={list}
        id="palette-rows"
        role="listbox"
        aria-label="Found"
        class="max-h-[min(26rem,60dvh)] overflow-y-auto p-2 text-sm"
      >
        <For each={rows()}>
          {(row, index) => (
            <>
              <Show when={rows()[index() - 1]?.group !== row.group}>
                <p role="presentation" class="px-3 pt-3 pb-1 text-xs text-muted first:pt-1">
                  {row.group}
                </p>
              </Show>
              <button
                type="button"
                id={`row-${index()}`}
                role="option"
                tabindex="-1"
                aria-selected={index() === chosen()}
                class="flex min-h-11 w-full items-center gap-3 rounded-lg px-3 text-left aria-selected:bg-sunken md:min-h-10"
                onPointerMove={() => setAt(index())}
                onClick={() => take(index())}
              >
                <span class="min-w-0 truncate">{row.label}</span>
                <span class="min-w-0 truncate text-muted">{row.note}</span>
                <span class="ml-auto flex gap-1" aria-hidden="true">
                  <For each={row.hint === undefined ? [] : keyCaps(row.hint)}>
                    {cap => <kbd class="kbd">{cap}</kbd>}
                  </For>
                </span>
              </button>
            </>
          )}
        </For>
      </div>
      <p role="status" class="px-5 pb-4 text-sm text-muted empty:hidden">
        <Show
          when={searching()}
          fallback={rows().length === 0 && `Nothing found for “${typed()}”.`}
        >
          Searching jobs…
        </Show>
      </p>
    </dialog>
  )
}
