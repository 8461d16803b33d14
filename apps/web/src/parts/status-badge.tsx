import Ban from 'lucide-solid/icons/ban'
import Check from 'lucide-solid/icons/check'
import CircleDashed from 'lucide-solid/icons/circle-dashed'
import Clock from 'lucide-solid/icons/clock'
import LoaderCircle from 'lucide-solid/icons/loader-circle'
import Minus from 'lucide-solid/icons/minus'
import Pause from 'lucide-solid/icons/pause'
import RotateCw from 'lucide-solid/icons/rotate-cw'
import Square from 'lucide-solid/icons/square'
import X from 'lucide-solid/icons/x'
import { Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import type { ShownStatus } from '../words/status.ts'

const tones = {
  good: 'bg-good-soft text-good',
  bad: 'bg-bad-soft text-bad',
  warn: 'bg-warn-soft text-warn',
  calm: 'bg-calm-soft text-calm',
  none: 'bg-sunken text-muted',
}

const looks: Record<ShownStatus, { icon: typeof Check; word: string; tone: keyof typeof tones }> = {
  success: { icon: Check, word: 'Success', tone: 'good' },
  failed: { icon: X, word: 'Failed', tone: 'bad' },
  timeout: { icon: Clock, word: 'Timed out', tone: 'bad' },
  running: { icon: LoaderCircle, word: 'Running', tone: 'calm' },
  pending: { icon: CircleDashed, word: 'Pending', tone: 'none' },
  retrying: { icon: RotateCw, word: 'Retrying', tone: 'warn' },
  missed: { icon: Minus, word: 'Missed', tone: 'warn' },
  skipped: { icon: Ban, word: 'Skipped', tone: 'none' },
  cancelled: { icon: Square, word: 'Cancelled', tone: 'none' },
  paused: { icon: Pause, word: 'Paused', tone: 'none' },
  new: { icon: CircleDashed, word: 'Never run', tone: 'none' },
}

/** A state, always as icon, word and colour together; `note` adds to it, such as `2 of 5`. */
export function StatusBadge(props: { status: ShownStatus; note?: string | undefined }) {
  const look = () => looks[props.status]
  return (
    <span
      class={`inline-flex items-center gap-1.5 rounded-full px-2.5 py-1 text-xs font-medium whitespace-nowrap ${tones[look().tone]}`}
    >
      <Dynamic
        component={look().icon}
        class={`size-3.5 shrink-0 ${props.status === 'running' ? 'motion-safe:animate-spin' : ''}`}
      />
      {look().word}
      <Show when={props.note}>
        <span class="font-normal">{props.note}</span>
      </Show>
    </span>
  )
}
