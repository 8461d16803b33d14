import type { Job } from '@prikke/contract'
import { createEffect, createMemo, createSignal } from 'solid-js'
import { createStore } from 'solid-js/store'
import { draftPrefix } from './drop-drafts.ts'
import { type JobDraft, withoutSecrets } from './words/job-draft.ts'

/** What is kept of a form: what was typed, and the job that it was typed over. */
type Kept = { draft: JobDraft; job: Job | null; base: JobDraft }

type Start = Pick<Kept, 'job' | 'base'>

/**
 * The draft of a form, which this tab keeps over a reload, without its secrets, until it is saved or
 * dropped. `what` tells forms apart: whose, of which organization, of which job.
 */
export function createKeptDraft(what: string, start: Start) {
  const key = `${draftPrefix}${what}`
  const kept = read(key)
  const [over, setOver] = createSignal<Start>(kept ?? start)
  const [isFinished, setIsFinished] = createSignal(false)
  const [isRestored, setIsRestored] = createSignal(kept !== null)
  const [draft, setDraft] = createStore<JobDraft>(structuredClone(kept?.draft ?? start.base))
  const baseText = createMemo(() => JSON.stringify(over().base))
  const isDirty = createMemo(() => !isFinished() && JSON.stringify(draft) !== baseText())
  createEffect(() => {
    const text = isDirty() ? JSON.stringify({ ...over(), draft: withoutSecrets(draft) }) : null
    write(key, text)
  })
  return {
    draft,
    setDraft: (change: Partial<JobDraft>) => setDraft(change),
    /** What is typed over: the job as it was when the typing began, and its draft. */
    over,
    isDirty,
    /** Whether it was brought back. */
    isRestored,
    /** Somebody else saved: what is typed now is a change of their job. */
    rebase: (onto: Start) => setOver(onto),
    /** It is saved, or given up: nothing is kept and nothing guarded. */
    finish: () => setIsFinished(true),
    /** Begins anew with what there was before anything was typed. */
    reset: () => {
      setOver(start)
      setDraft(structuredClone(start.base))
      setIsRestored(false)
    },
  }
}

function read(key: string): Kept | null {
  try {
    const text = sessionStorage.getItem(key)
    return text === null ? null : (JSON.parse(text) as Kept)
  } catch {
    return null
  }
}

function write(key: string, text: string | null): void {
  try {
    if (text === null) sessionStorage.removeItem(key)
    else sessionStorage.setItem(key, text)
  } catch {
    // Storage may be forbidden or full; then a reload forgets.
  }
}
