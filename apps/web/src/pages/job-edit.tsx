import type { Job, ProblemBody } from '@prikke/contract'
import { A, useNavigate, useParams } from '@solidjs/router'
import { useQuery, useQueryClient } from '@tanstack/solid-query'
import { createSignal, Show, untrack } from 'solid-js'
import { createStore, unwrap } from 'solid-js/store'
import { api } from '../api.ts'
import { fieldErrors, problemOf } from '../api-error.ts'
import { createDraftPreview } from '../draft-preview.ts'
import { loading } from '../loading.ts'
import { Button, buttonClass } from '../parts/button.tsx'
import { JobForm } from '../parts/job-form.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { SchedulePreview } from '../parts/schedule-preview.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { useSession } from '../session.tsx'
import { draftOf, type JobDraft, patchOf } from '../words/job-draft.ts'

export function JobEdit() {
  const session = useSession()
  const params = useParams<{ id: string }>()
  const query = useQuery(() => ({
    queryKey: ['jobs', params.id],
    queryFn: () => api.job(params.id),
  }))
  const title = () => (query.isSuccess ? `Edit ${query.data.name}` : 'Edit job')
  return (
    <>
      <PageHead title={title()} organization={session.organization().name} />
      <Loaded from={loading(query)} skeleton={<Skeleton rows={6} />}>
        {job => <Editor job={job()} />}
      </Loaded>
    </>
  )
}

/** Edits the job as it was when the page opened, whatever happens to it meanwhile. */
function Editor(props: { job: Job }) {
  const client = useQueryClient()
  const navigate = useNavigate()
  // A copy: what is fetched anew while somebody types changes the one that is shown in place.
  const opened = untrack(() => structuredClone(unwrap(props.job)))
  const [draft, setDraft] = createStore<JobDraft>(draftOf(opened))
  const [problem, setProblem] = createSignal<ProblemBody | null>(null)
  const [busy, setBusy] = createSignal(false)
  const { preview, reason, stale } = createDraftPreview(draft)
  const isConflict = () => problem()?.code === 'version_conflict'

  const save = async () => {
    // Who was told of another's change and saves again means it.
    const version = isConflict() ? undefined : opened.version
    setBusy(true)
    setProblem(null)
    try {
      const job = await api.patchJob(opened.id, patchOf(draft, opened), version)
      client.setQueryData(['jobs', job.id], job)
      await client.invalidateQueries({ queryKey: ['jobs'] })
      navigate(`/jobs/${job.id}`)
    } catch (error) {
      setProblem(inWords(problemOf(error)))
    } finally {
      setBusy(false)
    }
  }

  return (
    <div class="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_24rem]">
      <JobForm
        draft={draft}
        errors={fieldErrors(problem())}
        problem={problem()}
        onChange={change => setDraft(change)}
        onSubmit={save}
        actions={
          <>
            <Button type="submit" look="primary" busy={busy()} busyLabel="Saving…">
              {isConflict() ? 'Save mine all the same' : 'Save changes'}
            </Button>
            <Show when={isConflict()}>
              <a
                href={`/jobs/${opened.id}`}
                target="_blank"
                class={buttonClass('quiet')}
                rel="noopener"
              >
                See it as it is now
              </a>
            </Show>
            <A href={`/jobs/${opened.id}`} class={buttonClass('quiet')}>
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
  )
}

/** Somebody who edits cares who else did, not which header was compared. */
function inWords(problem: ProblemBody): ProblemBody {
  if (problem.code !== 'version_conflict') return problem
  return {
    ...problem,
    title: 'Somebody else saved this job meanwhile',
    detail:
      'Nothing was overwritten, and what you typed is still here. Saved all the same, this form replaces what is there now.',
  }
}
