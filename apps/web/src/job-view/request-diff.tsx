import type { SavedVersion } from '@prikke/contract'
import { For } from 'solid-js'
import { type DiffLine, diffOf } from '../words/version-diff.ts'

const looks: Record<DiffLine['kind'], { sign: string; word: string; class: string }> = {
  gone: { sign: '−', word: 'Before: ', class: 'bg-bad-soft' },
  new: { sign: '+', word: 'After: ', class: 'bg-good-soft' },
  same: { sign: ' ', word: '', class: 'text-muted' },
}

/** What two versions send differently, line by line. */
export function RequestDiff(props: { before: SavedVersion; after: SavedVersion }) {
  return (
    <section
      aria-label={`Change from version ${props.before.version} to version ${props.after.version}`}
      // What scrolls must be reachable by keyboard.
      tabindex="0"
      class="max-h-96 overflow-auto rounded-lg border border-line font-mono text-xs"
    >
      <For each={diffOf(props.before, props.after)}>
        {({ kind, text }) => (
          <p class={`flex min-w-max gap-3 px-3 py-0.5 ${looks[kind].class}`}>
            <span aria-hidden="true">{looks[kind].sign}</span>
            <span class="whitespace-pre">
              <span class="sr-only">{looks[kind].word}</span>
              {text}
            </span>
          </p>
        )}
      </For>
    </section>
  )
}
