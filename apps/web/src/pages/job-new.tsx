import type { ProblemBody } from '@prikke/contract'
import { A, useNavigate } from '@solidjs/router'
import { useQueryClient } from '@tanstack/solid-query'
import { createSignal } from 'solid-js'
import { createStore } from 'solid-js/store'
import { api } from '../api.ts'
import { fieldErrors, problemOf } from '../api-error.ts'
import { createDraftPreview } from '../draft-preview.ts'
import { Button, buttonClass } from '../parts/button.tsx'
import { JobForm } from '../parts/job-form.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { SchedulePreview } from '../parts/schedule-preview.tsx'
import { useSession } from '../session.tsx'
import { attempt } from '../toasts.tsx'
import { viewerZone } from '../words/instant.ts'
import { emptyDraft, inputOf, type JobDraft } from '../words/job-draft.ts'

export function JobNew() {
  const session = useSession()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [draft, setDraft] = createStore<JobDraft>(emptyDraft(viewerZone()))
  const [problem, setProblem] = createSignal<ProblemBody | null>(null)
  const [busy, setBusy] = createSignal<'create' | 'run' | null>(null)
  const { preview, reason, stale } = createDraftPreview(draft)

  const create = async (then: 'create' | 'run') => {
    setBusy(then)
    setProblem(null)
    try {
      const job = await api.createJob(inputOf(draft))
      if (then === 'run') await attempt(api.triggerJob(job.id))
      await client.invalidateQueries({ queryKey: ['jobs'] })
      navigate(`/jobs/${job.id}`)
    } catch (error) {
      setProblem(problemOf(error))
    } finally {
      setBusy(null)
    }
  }

  return (
    <>
      <PageHead title="New job" organization={session.organization().name} />
      <div class="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <JobForm
          draft={draft}
          errors={fieldErrors(problem())}
          problem={problem()}
          onChange={change => setDraft(change)}
          onSubmit={() => create('create')}
          actions={
            <>
              <Button
                type="submit"
                look="primary"
                busy={busy() === 'create'}
                busyLabel="Creating…"
                disabled={busy() !== null}
              >
                Create job
              </Button>
              <Button
                busy={busy() === 'run'}
                busyLabel="Creating…"
                disabled={busy() !== null}
                onClick={() => void create('run')}
              >
                Create and run now
              </Button>
              <A href="/jobs" class={buttonClass('quiet')}>
                Cancel
              </A>
            </>
          }
        />
        <div class="lg:sticky lg:top-6">
          <SchedulePreview
            preview={preview()}
            reason={reason()}
            stale={stale()}
            timezone={draft.timezone}
          />
        </div>
      </div>
    </>
  )
}
