import type { Job, ProblemBody } from '@prikke/contract'
import { A, useNavigate, useParams } from '@solidjs/router'
import { useQuery, useQueryClient } from '@tanstack/solid-query'
import { createSignal, Show, untrack } from 'solid-js'
import { unwrap } from 'solid-js/store'
import { api } from '../api.ts'
import { problemOf } from '../api-error.ts'
import { createDraftPreview } from '../draft-preview.ts'
import { createFormFacts } from '../form-facts.ts'
import { ConflictNotice } from '../job-form/conflict-notice.tsx'
import { JobForm } from '../job-form/job-form.tsx'
import { LeaveGuard } from '../job-form/leave-guard.tsx'
import { RestoredNotice } from '../job-form/restored-notice.tsx'
import { createKeptDraft } from '../kept-draft.ts'
import { loading } from '../loading.ts'
import { Button, buttonClass } from '../parts/button.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { createRequestTools } from '../request-tools.tsx'
import { useSession } from '../session.tsx'
import { changedFields, fieldsOf } from '../words/changed-fields.ts'
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
  const session = useSession()
  const client = useQueryClient()
  const navigate = useNavigate()
  // A copy: what is fetched anew while somebody types changes the one that is shown in place.
  const opened = untrack(() => structuredClone(unwrap(props.job)))
  const place = `${session.user().id}:${session.organization().slug}:${opened.id}`
  const kept = createKeptDraft(place, { job: opened, base: draftOf(opened) })
  const { draft } = kept
  const check = createDraftPreview(draft)
  const facts = createFormFacts()
  const tools = createRequestTools({ draft, setDraft: kept.setDraft, jobId: opened.id })
  const [problem, setProblem] = createSignal<ProblemBody | null>(null)
  /** The job as somebody else saved it meanwhile. */
  const [theirs, setTheirs] = createSignal<Job | null>(null)
  const [busy, setBusy] = createSignal(false)

  const save = async () => {
    if (busy()) return
    setBusy(true)
    setProblem(null)
    try {
      const onto = kept.over().job ?? opened
      const job = await api.patchJob(opened.id, patchOf(draft, onto), onto.version)
      kept.finish()
      client.setQueryData(['jobs', job.id], job)
      await client.invalidateQueries({ queryKey: ['jobs'] })
      navigate(`/jobs/${job.id}`)
    } catch (error) {
      await refused(problemOf(error))
    } finally {
      setBusy(false)
    }
  }
  const refused = async (found: ProblemBody) => {
    if (found.code !== 'version_conflict') {
      setProblem(found)
      return
    }
    try {
      setTheirs(await api.job(opened.id))
    } catch (error) {
      setProblem(problemOf(error))
    }
  }
  const decide = async (job: Job, fields: readonly (keyof JobDraft)[]) => {
    const base = draftOf(job)
    kept.setDraft(fieldsOf(base, fields))
    kept.rebase({ job, base })
    setTheirs(null)
    await save()
  }
  return (
    <>
      <LeaveGuard isDirty={kept.isDirty} onLeave={kept.finish} />
      <JobForm
        draft={draft}
        check={check}
        facts={facts}
        problem={problem()}
        notice={
          <>
            <Show when={kept.isRestored()}>
              <RestoredNotice onReset={kept.reset} />
            </Show>
            <Show when={theirs()} keyed>
              {job => (
                <ConflictNotice
                  changes={changedFields(kept.over().base, draftOf(job), draft)}
                  busy={busy()}
                  onDecide={fields => void decide(job, fields)}
                />
              )}
            </Show>
          </>
        }
        fill={tools.fill()}
        trial={tools.trial()}
        onChange={kept.setDraft}
        onPaste={tools.onPaste}
        onSubmit={() => void save()}
        actions={
          <>
            <Button type="submit" look="primary" busy={busy()} busyLabel="Saving…">
              Save changes
            </Button>
            <A href={`/jobs/${opened.id}`} class={buttonClass('quiet')}>
              Cancel
            </A>
          </>
        }
      />
    </>
  )
}
