import type {
  ImportPreview,
  ImportPreviewInput,
  Job,
  JobInput,
  TestRunEvent,
  TestRunInput,
  TestRunPhase,
  TestRunResult,
} from '@prikke/contract'
import { ApiError, problemOf } from '../api-error.ts'
import { call, post } from './call.ts'
import { stream } from './stream.ts'

/** What is tried before it is saved. */
export const tryingApi = {
  /** Sends what a job would send; null when it was stopped. */
  testRun: async (
    input: TestRunInput,
    onPhase: (phase: TestRunPhase) => void,
    signal: AbortSignal,
  ): Promise<TestRunResult | null> => {
    for await (const event of stream<TestRunEvent>('test-runs', input, signal)) {
      if (event.type === 'done') return event.result
      onPhase(event.phase)
    }
    if (signal.aborted) return null
    throw new ApiError(problemOf(null))
  },
  importJob: (input: JobInput, key: string) =>
    call<Job>('jobs', { method: 'post', json: input }, { 'Idempotency-Key': key }),
  previewImport: (input: ImportPreviewInput) => post<ImportPreview>('imports/preview', input),
}
