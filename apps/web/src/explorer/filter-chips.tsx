import type { ExecutionStatus, Trigger } from '@prikke/contract'
import X from 'lucide-solid/icons/x'
import { For, Show } from 'solid-js'
import type { ExecutionSearch, SearchChange } from '../words/execution-search.ts'
import { formatDuration } from '../words/span.ts'
import { statusWords, triggerNames } from './named.ts'

type Chip = { words: string; change: SearchChange }

/** Each thing that is looked for, to be taken away by itself. */
export function FilterChips(props: {
  search: ExecutionSearch
  nameOfJob: (id: string) => string
  onSearch: (change: SearchChange) => void
  onClear: () => void
}) {
  const chips = () => chipsOf(props.search, props.nameOfJob)
  return (
    <Show when={chips().length > 0}>
      <ul aria-label="What is looked for" class="flex flex-wrap items-center gap-2 text-sm">
        <For each={chips()}>
          {chip => (
            <li class="inline-flex max-w-full items-center rounded-full border border-line bg-surface pl-3">
              <span class="truncate">{chip.words}</span>
              <button
                type="button"
                aria-label={`Without ${chip.words}`}
                class="flex size-11 shrink-0 items-center justify-center rounded-full text-muted hover:text-ink md:size-8"
                onClick={() => props.onSearch(chip.change)}
              >
                <X class="size-4" />
              </button>
            </li>
          )}
        </For>
        <li>
          <button
            type="button"
            class="link min-h-11 px-1 md:min-h-8"
            onClick={() => props.onClear()}
          >
            Clear all
          </button>
        </li>
      </ul>
    </Show>
  )
}

const listed = [
  ['status', 'Status'],
  ['statusCode', 'Code'],
  ['jobId', 'Job'],
  ['tag', 'Tag'],
  ['trigger', 'Trigger'],
  ['errorCode', 'Error'],
  ['id', 'Id'],
] as const

function called(name: string, value: string): string {
  if (name === 'status') return statusWords[value as ExecutionStatus] ?? value
  return name === 'trigger' ? (triggerNames[value as Trigger] ?? value) : value
}

function chipsOf(search: ExecutionSearch, nameOfJob: (id: string) => string): Chip[] {
  const chips: Chip[] = listed.flatMap(([name, label]) => {
    const values: readonly string[] = search[name] ?? []
    return values.map(value => {
      const left = values.filter(each => each !== value)
      const words = `${label}: ${name === 'jobId' ? nameOfJob(value) : called(name, value)}`
      return { words, change: { [name]: left.length > 0 ? left : undefined } as SearchChange }
    })
  })
  const { minDurationMs, minAttempt, q, replayId } = search
  if (minDurationMs !== undefined) {
    const words = `Took ${formatDuration(minDurationMs)} or longer`
    chips.push({ words, change: { minDurationMs: undefined } })
  }
  if (minAttempt !== undefined) {
    chips.push({ words: `${minAttempt} or more attempts`, change: { minAttempt: undefined } })
  }
  if (q !== undefined) chips.push({ words: `Error text: ${q}`, change: { q: undefined } })
  if (replayId !== undefined) {
    chips.push({ words: 'Made by one replay', change: { replayId: undefined } })
  }
  return chips
}
