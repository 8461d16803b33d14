import type { Attempt, Execution } from '@prikke/contract'
import { Show } from 'solid-js'
import { Explanation } from '../parts/explanation.tsx'
import { MessageTabs } from '../parts/message-tabs.tsx'
import { Panel } from '../parts/panel.tsx'
import { PhaseBar } from '../parts/phase-bar.tsx'
import { AttemptRail } from './attempt-rail.tsx'
import { waitBefore } from './wait-before.ts'

type Props = {
  execution: Execution
  /** The number of one; another, or none, means the last. */
  chosen: string | undefined
  onChoose: (attempt: number) => void
}

/** The attempts, and one of them in full: where its time went, what it sent and what came back. */
export function Attempts(props: Props) {
  const attempts = () => props.execution.attempts
  const index = () => {
    const found = attempts().findIndex(({ number }) => String(number) === props.chosen)
    return found === -1 ? attempts().length - 1 : found
  }
  const waited = () =>
    index() === 0 ? props.execution.latenessMs : waitBefore(attempts(), index())
  return (
    <Show when={attempts()[index()]}>
      {attempt => (
        <Panel title="Attempts">
          <AttemptRail attempts={attempts()} chosen={attempt().number} onChoose={props.onChoose} />
          <Show when={index() !== attempts().length - 1}>
            <Explanation failure={attempt()} />
          </Show>
          <Show when={attempt().timings}>
            {timings => <PhaseBar timings={timings()} queuedMs={waited()} />}
          </Show>
          <MessageTabs attempt={attempt()} name={nameOf(props.execution, attempt())} />
        </Panel>
      )}
    </Show>
  )
}

/** What a file of it is called: the end of the id, which tells executions apart. */
const nameOf = ({ id }: Execution, { number }: Attempt) => `${id.slice(-12)}-${number}`
