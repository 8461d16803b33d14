import type { Level } from '@prikke/contract'
import CircleCheck from 'lucide-solid/icons/circle-check'
import CircleX from 'lucide-solid/icons/circle-x'
import TriangleAlert from 'lucide-solid/icons/triangle-alert'
import { Dynamic } from 'solid-js/web'

const looks = {
  ok: { icon: CircleCheck, word: 'Fine', tone: 'bg-good-soft text-good' },
  warn: { icon: TriangleAlert, word: 'Look at it', tone: 'bg-warn-soft text-warn' },
  bad: { icon: CircleX, word: 'Broken', tone: 'bg-bad-soft text-bad' },
}

/** How something stands, as icon, word and colour together. */
export function LevelBadge(props: { level: Level; word?: string }) {
  const look = () => looks[props.level]
  return (
    <span
      class={`inline-flex items-center gap-1.5 rounded-full px-2.5 py-1 text-xs font-medium whitespace-nowrap ${look().tone}`}
    >
      <Dynamic component={look().icon} class="size-3.5 shrink-0" />
      {props.word ?? look().word}
    </span>
  )
}
