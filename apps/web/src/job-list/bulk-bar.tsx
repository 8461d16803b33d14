import Download from 'lucide-solid/icons/download'
import Pause from 'lucide-solid/icons/pause'
import Play from 'lucide-solid/icons/play'
import Power from 'lucide-solid/icons/power'
import Tag from 'lucide-solid/icons/tag'
import Trash from 'lucide-solid/icons/trash'
import X from 'lucide-solid/icons/x'
import { For, type JSX, Show } from 'solid-js'
import { Button } from '../parts/button.tsx'
import { formatWhole } from '../words/number.ts'

/** What can be done to many jobs at once. */
export type BulkAct = 'enable' | 'pause' | 'run' | 'tag' | 'export' | 'delete'

type Props = {
  count: number
  /** How many the filter matches in all; undefined while, or because, nobody knows. */
  total: number | undefined
  /** Whether all of them are selected. */
  isAll: boolean
  busy: boolean
  onSelectAll: () => void
  onClear: () => void
  onAct: (act: BulkAct) => void
}

const acts: readonly { act: BulkAct; words: string; icon: () => JSX.Element }[] = [
  { act: 'enable', words: 'Switch on', icon: () => <Power class="size-4" /> },
  { act: 'pause', words: 'Pause', icon: () => <Pause class="size-4" /> },
  { act: 'run', words: 'Run now', icon: () => <Play class="size-4" /> },
  { act: 'tag', words: 'Tags', icon: () => <Tag class="size-4" /> },
  { act: 'export', words: 'Export', icon: () => <Download class="size-4" /> },
  { act: 'delete', words: 'Delete', icon: () => <Trash class="size-4" /> },
]

/** Stands at the foot of the list while something is selected. */
export function BulkBar(props: Props) {
  return (
    <section
      aria-label="Selected jobs"
      class="card sticky bottom-20 z-20 flex flex-wrap items-center gap-x-2 gap-y-2 p-3 shadow-lg md:bottom-4"
    >
      <p class="text-sm" role="status">
        <span class="font-medium">{formatWhole(props.count)}</span>
        <Show when={props.total}>{total => <> of {formatWhole(total())}</>}</Show> selected
      </p>
      <Show when={!props.isAll && (props.total ?? 0) > props.count}>
        <Button look="quiet" class="px-1! underline underline-offset-3" onClick={props.onSelectAll}>
          Select all {formatWhole(props.total ?? 0)} matching
        </Button>
      </Show>
      <div class="flex flex-wrap gap-1.5 max-md:w-full max-md:*:flex-1 md:ml-auto">
        <For each={acts}>
          {({ act, words, icon }) => (
            <Button
              look={act === 'delete' ? 'danger' : 'plain'}
              class="px-2.5!"
              disabled={props.busy}
              onClick={() => props.onAct(act)}
            >
              {icon()} {words}
            </Button>
          )}
        </For>
        <Button
          look="quiet"
          class="px-2! max-md:flex-none!"
          aria-label="Select none"
          onClick={props.onClear}
        >
          <X class="size-4" />
        </Button>
      </div>
    </section>
  )
}
