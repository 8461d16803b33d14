import type { ProblemBody, TestRunInput, TestRunPhase, TestRunResult } from '@prikke/contract'
import FlaskConical from 'lucide-solid/icons/flask-conical'
import { createSignal, onCleanup, Show } from 'solid-js'
import { problemOf } from '../api-error.ts'
import { Button } from '../parts/button.tsx'
import { ConfirmButton } from '../parts/confirm-button.tsx'
import { Panel } from '../parts/panel.tsx'
import { type Fix, fixFor } from '../words/fix-for.ts'
import { PhaseSteps } from './phase-steps.tsx'
import { RefusedTest } from './refused-test.tsx'
import { TestResult } from './test-result.tsx'

type Props = {
  /** What the form would send as it stands. */
  request: () => TestRunInput
  /** Sends it; null when it was stopped. */
  onRun: (
    request: TestRunInput,
    onPhase: (phase: TestRunPhase) => void,
    signal: AbortSignal,
  ) => Promise<TestRunResult | null>
  /** Goes to the setting that mends it; with a URL, puts that there. */
  onFix: (fix: Fix) => void
}

const isHarmless = (method: string | undefined) => method === 'GET' || method === 'HEAD'

/** Sends what the form holds, once, and shows each phase and all that came of it. */
export function TestRun(props: Props) {
  const [seen, setSeen] = createSignal<readonly TestRunPhase[]>([])
  const [result, setResult] = createSignal<TestRunResult | null>(null)
  const [problem, setProblem] = createSignal<ProblemBody | null>(null)
  const [running, setRunning] = createSignal<AbortController | null>(null)
  onCleanup(() => running()?.abort())

  const run = async () => {
    const stop = new AbortController()
    setRunning(stop)
    setSeen([])
    setResult(null)
    setProblem(null)
    try {
      const note = (phase: TestRunPhase) => setSeen(before => [...before, phase])
      setResult(await props.onRun(props.request(), note, stop.signal))
    } catch (error) {
      setProblem(problemOf(error))
    } finally {
      setRunning(null)
    }
  }

  const button = () => (
    <Show
      when={isHarmless(props.request().method)}
      fallback={
        <ConfirmButton
          look="plain"
          label={label()}
          question={`Send this ${props.request().method} now?`}
          confirm="Send it"
          cancel="Not now"
          onConfirm={async () => void run()}
        >
          This really calls <span class="break-all">{props.request().url}</span>. Whatever it does
          there, it does.
        </ConfirmButton>
      }
    >
      <Button onClick={() => void run()}>{label()}</Button>
    </Show>
  )
  const label = () => (
    <>
      <FlaskConical class="size-4" /> {result() === null ? 'Send a test' : 'Test again'}
    </>
  )

  return (
    <Panel
      title="Test run"
      lead="Sends the request as it stands above, once, as a run of the job would. Nothing is saved."
      actions={
        <Show when={running()} fallback={button()}>
          {stop => <Button onClick={() => stop().abort()}>Stop</Button>}
        </Show>
      }
    >
      <div aria-live="polite" class="flex min-w-0 flex-col gap-5 empty:hidden">
        <Show when={running()}>
          <PhaseSteps seen={seen()} />
        </Show>
        <Show when={problem()}>
          {found => <RefusedTest problem={found()} onFix={props.onFix} />}
        </Show>
      </div>
      <Show when={result()}>
        {found => (
          <TestResult
            result={found()}
            fix={
              <Show when={fixFor(found())}>
                {fix => <Button onClick={() => props.onFix(fix())}>{fix().label}</Button>}
              </Show>
            }
          />
        )}
      </Show>
    </Panel>
  )
}
