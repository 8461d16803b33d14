import type { Job, ProblemBody } from '@prikke/contract'
import { A, useNavigate, useSearchParams } from '@solidjs/router'
import { useQuery, useQueryClient } from '@tanstack/solid-query'
import { createSignal, Show } from 'solid-js'
import { api } from '../api.ts'
import { problemOf } from '../api-error.ts'
import { createDraftPreview } from '../draft-preview.ts'
import { createFormFacts } from '../form-facts.ts'
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
import { attempt } from '../toasts.tsx'
import { viewerZone } from '../words/instant.ts'
import { copyOf, emptyDraft, inputOf, type JobDraft } from '../words/job-draft.ts'

/** What becomes of a job once it is made. */
type Then = 'create' | 'run' | 'off'

/** A new job; `?from=` names one that it begins as a copy of. */
export function JobNew() {
  const session = useSession()
  const [search] = useSearchParams<{ from?: string }>()
  const query = useQuery(() => ({
    queryKey: ['jobs', search.from],
    queryFn: () => api.job(search.from ?? ''),
    enabled: search.from !== undefined,
  }))
  return (
    <>
      <PageHead title="New job" organization={session.organization().name} />
      <Show when={search.from} keyed fallback={<Maker base={emptyDraft(viewerZone())} />}>
        <Loaded from={loading(query)} skeleton={<Skeleton rows={6} />}>
          {job => <Copier job={job()} />}
        </Loaded>
      </Show>
    </>
  )
}

function Copier(props: { job: Job }) {
  return <Maker base={copyOf(props.job)} copied={props.job.id} />
}

function Maker(props: { base: JobDraft; copied?: string }) {
  const session = useSession()
  const client = useQueryClient()
  const navigate = useNavigate()
  const place = `${session.user().id}:${session.organization().slug}:new:${props.copied ?? ''}`
  const kept = createKeptDraft(place, { job: null, base: props.base })
  const { draft } = kept
  const check = createDraftPreview(draft)
  const facts = createFormFacts()
  const tools = createRequestTools({ draft, setDraft: kept.setDraft, jobId: null })
  const [problem, setProblem] = createSignal<ProblemBody | null>(null)
  const [busy, setBusy] = createSignal<Then | null>(null)

  const create = async (then: Then) => {
    if (busy() !== null) return
    setBusy(then)
    setProblem(null)
    try {
      const job = await api.createJob({ ...inputOf(draft), enabled: then !== 'off' })
      kept.finish()
      if (then === 'run') await attempt(api.triggerJob(job.id))
      await client.invalidateQueries({ queryKey: ['jobs'] })
      navigate(`/jobs/${job.id}`)
    } catch (error) {
      setProblem(problemOf(error))
    } finally {
      setBusy(null)
    }
  }
  const button = (then: Then, words: string) => (
    <Button
      type="submit"
      value={then}
      look={then === 'create' ? 'primary' : 'plain'}
      busy={busy() === then}
      busyLabel="Creating…"
      disabled={busy() !== null}
    >
      {words}
    </Button>
  )

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
            <Show when={draft.headers.some(({ secret, value }) => secret && value === '')}>
              <p class="card p-4 text-sm">
                Values of secret headers are never copied or kept: type them before you create the
                job.
              </p>
            </Show>
          </>
        }
        fill={tools.fill()}
        trial={tools.trial()}
        onChange={kept.setDraft}
        onPaste={tools.onPaste}
        onSubmit={then => void create(isThen(then) ? then : 'create')}
        actions={
          <>
            {button('create', 'Create job')}
            {button('run', 'Create and run now')}
            {button('off', 'Create switched off')}
            <A href="/jobs" class={buttonClass('quiet')}>
              Cancel
            </A>
          </>
        }
      />
    </>
  )
}

const isThen = (value: string | undefined): value is Then => value === 'run' || value === 'off'
