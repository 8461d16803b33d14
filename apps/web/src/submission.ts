import type { ProblemBody } from '@prikke/contract'
import { createSignal } from 'solid-js'
import { fieldErrors, problemOf } from './api-error.ts'

/** What a form is doing: busy while its request is under way, and what was refused. */
export function createSubmission() {
  const [problem, setProblem] = createSignal<ProblemBody | null>(null)
  const [busy, setBusy] = createSignal(false)
  return {
    problem,
    busy,
    /** What is wrong, by field. */
    errors: () => fieldErrors(problem()),
    run: async (action: () => Promise<unknown>): Promise<void> => {
      setBusy(true)
      setProblem(null)
      try {
        await action()
      } catch (error) {
        setProblem(problemOf(error))
      } finally {
        setBusy(false)
      }
    },
  }
}
