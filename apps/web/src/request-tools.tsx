import type { JobInput, TestRunInput } from '@prikke/contract'
import { createSignal } from 'solid-js'
import { api } from './api.ts'
import { goToField } from './job-form/go-to-field.ts'
import { PasteButton } from './paste/paste-button.tsx'
import { TestRun } from './test-run/test-run.tsx'
import type { Fix } from './words/fix-for.ts'
import { isCommand } from './words/is-command.ts'
import { draftFrom, inputOf, type JobDraft } from './words/job-draft.ts'

type Given = {
  draft: JobDraft
  setDraft: (change: Partial<JobDraft>) => void
  /** The job that is edited: its stored secrets are sent. */
  jobId: string | null
}

/** What a form of a job offers beside its fields: to fill the request in, and to try it out. */
export function createRequestTools({ draft, setDraft, jobId }: Given) {
  const [pasted, setPasted] = createSignal<string | null>(null)
  const take = (fields: Partial<JobInput>) => setDraft(draftFrom(draft, fields))
  const read = (text: string) =>
    api.previewImport({ text, timezone: draft.timezone.trim() || 'UTC' })
  const fix = ({ field, url }: Fix) => {
    if (url !== undefined) setDraft({ url })
    goToField(field)
  }
  return {
    fill: () => <PasteButton text={pasted()} onOpen={setPasted} onRead={read} onTake={take} />,
    trial: () => <TestRun request={() => testOf(draft, jobId)} onRun={api.testRun} onFix={fix} />,
    onPaste: (text: string) => {
      if (!isCommand(text)) return false
      setPasted(text)
      return true
    },
  }
}

function testOf(draft: JobDraft, jobId: string | null): TestRunInput {
  const { url = '', method, headers, body, timeoutMs } = inputOf(draft)
  // What is no number yet is for the form to say; the test takes what a job has unless told.
  const timeout = Number.isFinite(timeoutMs) ? { timeoutMs } : {}
  return { url, method, headers, body, ...timeout, ...(jobId === null ? {} : { jobId }) }
}
