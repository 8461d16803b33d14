import type { ProblemBody } from '@prikke/contract'
import { type Accessor, createEffect, createMemo, createSignal, on } from 'solid-js'
import { fieldErrors } from '../api-error.ts'
import type { ScheduleFault } from '../draft-preview.ts'
import { draftErrors } from '../words/draft-errors.ts'
import type { JobDraft } from '../words/job-draft.ts'

/** The path under which the server names what a field of the draft becomes. */
const pathOf: Partial<Record<keyof JobDraft, string>> = {
  runAt: 'scheduledAt',
  timeoutSeconds: 'timeoutMs',
  bodyKind: 'body',
}
const rootOf = (path: string) => path.split('.')[0] ?? path

/** What is wrong with a draft: what the server refused until it is changed, and what was left wrong. */
export function createFormErrors(
  draft: JobDraft,
  problem: Accessor<ProblemBody | null>,
  fault: Accessor<ScheduleFault | null>,
) {
  const [left, setLeft] = createSignal<ReadonlySet<string>>(new Set())
  const [mended, setMended] = createSignal<ReadonlySet<string>>(new Set())
  const [isTried, setIsTried] = createSignal(false)
  createEffect(on(problem, () => setMended(new Set<string>())))
  const own = createMemo(() => {
    const found = fault()
    return { ...(found?.path ? { [found.path]: found.message } : {}), ...draftErrors(draft) }
  })
  const shown = createMemo(() => {
    const refused = Object.entries(refusals(problem())).filter(
      ([path]) => !mended().has(rootOf(path)),
    )
    const seen = Object.entries(own()).filter(([path]) => isTried() || left().has(rootOf(path)))
    return Object.fromEntries([...refused, ...seen])
  })
  return {
    /** By path of the field. */
    shown,
    /** Whether the draft may be sent; from now on everything that is wrong with it is shown. */
    check: (): boolean => {
      setIsTried(true)
      return Object.keys(own()).length === 0
    },
    /** A field was left: what is wrong with it is shown from now on. */
    leave: (path: string) => setLeft(all => new Set([...all, rootOf(path)])),
    /** Fields were changed: what the server said of them is over. */
    change: (change: Partial<JobDraft>) => {
      const paths = Object.keys(change).map(field => pathOf[field as keyof JobDraft] ?? field)
      setMended(all => new Set([...all, ...paths]))
    },
  }
}

function refusals(problem: ProblemBody | null): Record<string, string> {
  if (problem?.code === 'key_taken') return { key: 'is taken by another job' }
  return fieldErrors(problem)
}
