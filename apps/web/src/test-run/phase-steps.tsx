import type { TestRunPhase } from '@prikke/contract'
import Check from 'lucide-solid/icons/check'
import CircleDashed from 'lucide-solid/icons/circle-dashed'
import LoaderCircle from 'lucide-solid/icons/loader-circle'
import Minus from 'lucide-solid/icons/minus'
import { For } from 'solid-js'
import { Dynamic } from 'solid-js/web'

type State = 'done' | 'now' | 'left out' | 'to come'

const steps: readonly { phase: TestRunPhase; name: string }[] = [
  { phase: 'resolving', name: 'Look up the name' },
  { phase: 'connecting', name: 'Connect' },
  { phase: 'securing', name: 'TLS' },
  { phase: 'waiting', name: 'Sent, wait' },
  { phase: 'receiving', name: 'Receive' },
]
const looks = {
  done: { icon: Check, tone: 'text-good' },
  now: { icon: LoaderCircle, tone: 'text-calm motion-safe:animate-spin' },
  'left out': { icon: Minus, tone: 'text-muted' },
  'to come': { icon: CircleDashed, tone: 'text-muted' },
}

/** How far a request has come; `seen` are its phases as they began. */
export function PhaseSteps(props: { seen: readonly TestRunPhase[] }) {
  const now = () => steps.findIndex(({ phase }) => phase === props.seen.at(-1))
  const stateOf = (phase: TestRunPhase, index: number): State => {
    if (index === now()) return 'now'
    if (props.seen.includes(phase)) return 'done'
    return index < now() ? 'left out' : 'to come'
  }
  return (
    <ol class="flex flex-wrap gap-x-5 gap-y-2 text-sm">
      <For each={steps}>
        {(step, index) => {
          const state = () => stateOf(step.phase, index())
          return (
            <li
              class="flex items-center gap-1.5"
              classList={{ 'font-medium': state() === 'now', 'text-muted': state() !== 'now' }}
            >
              <Dynamic
                component={looks[state()].icon}
                class={`size-4 shrink-0 ${looks[state()].tone}`}
              />
              {step.name}
              <span class="sr-only">, {state()}</span>
            </li>
          )
        }}
      </For>
    </ol>
  )
}
