import type { Execution, Job, ProblemBody } from '@prikke/contract'
import { A } from '@solidjs/router'
import { useQuery, useQueryClient } from '@tanstack/solid-query'
import { createSignal, Show } from 'solid-js'
import { createStore } from 'solid-js/store'
import { api } from '../api.ts'
import { problemOf } from '../api-error.ts'
import { createDraftPreview } from '../draft-preview.ts'
import { createFormFacts } from '../form-facts.ts'
import { buttonClass } from '../parts/button.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { createRequestTools } from '../request-tools.tsx'
import { useSession } from '../session.tsx'
import { FirstJobForm } from '../welcome/first-job-form.tsx'
import { FirstRun } from '../welcome/first-run.tsx'
import { NextDoors } from '../welcome/next-doors.tsx'
import { skipWelcome } from '../welcome-skipped.ts'
import { type FirstSchedule, firstName, firstSchedules } from '../words/first-job.ts'
import { viewerZone } from '../words/instant.ts'
import { bodyOf, emptyDraft, inputOf, type JobDraft } from '../words/job-draft.ts'

/** Between two looks at an execution that is not over, beside the hints of the stream. */
const lookMs = 500

/** From nothing to a first delivered job, on one page. */
export function Welcome() {
  const session = useSession()
  const client = useQueryClient()
  const facts = createFormFacts()
  const [draft, setDraft] = createStore<JobDraft>({
    ...emptyDraft(viewerZone()),
    url: `${location.origin}/echo/hello`,
  })
  const tools = createRequestTools({ draft, setDraft: change => setDraft(change), jobId: null })
  const [chosen, setChosen] = createSignal<FirstSchedule | null>(null)
  const [made, setMade] = createSignal<Job | null>(null)
  const [ran, setRan] = createSignal<string | null>(null)
  const [problem, setProblem] = createSignal<ProblemBody | null>(null)
  const [busy, setBusy] = createSignal(false)

  const shortest = () => facts.usage()?.shortestIntervalMinutes ?? 1
  const schedule = (): FirstSchedule => chosen() ?? (shortest() > 5 ? 'hourly' : 'often')
  const cronExpression = () =>
    firstSchedules.find(({ key }) => key === schedule())?.cronExpression ?? draft.cronExpression
  const check = createDraftPreview({
    scheduleType: 'cron',
    runAt: '',
    get cronExpression() {
      return cronExpression()
    },
    get timezone() {
      return draft.timezone
    },
  })
  const job = useQuery(() => ({
    queryKey: ['jobs', made()?.id],
    queryFn: () => api.job(made()?.id ?? ''),
    enabled: made() !== null,
  }))
  const execution = useQuery(() => ({
    queryKey: ['executions', ran()],
    queryFn: () => api.execution(ran() ?? ''),
    enabled: ran() !== null,
    refetchInterval: ({ state }: { state: { data: Execution | undefined } }) =>
      ['pending', 'running'].includes(state.data?.status ?? 'pending') ? lookMs : false,
  }))
  const shown = () => (execution.isSuccess ? execution.data : undefined)

  const run = async () => {
    setBusy(true)
    setProblem(null)
    try {
      const input = {
        ...inputOf(draft),
        cronExpression: cronExpression(),
        name: firstName(draft.url),
      }
      const before = made()
      const saved = before ? await api.patchJob(before.id, input) : await api.createJob(input)
      setMade(saved)
      client.setQueryData(['jobs', saved.id], saved)
      setRan((await api.triggerJob(saved.id)).id)
    } catch (error) {
      setProblem(problemOf(error))
    } finally {
      setBusy(false)
    }
  }

  return (
    <div class="mx-auto flex w-full max-w-3xl flex-col gap-6">
      <PageHead title="Run your first job" organization={session.organization().name}>
        <Show when={shown()?.status !== 'success'}>
          <A href="/" class={`${buttonClass('quiet')} max-sm:-ml-4`} onClick={skipWelcome}>
            Skip for now
          </A>
        </Show>
      </PageHead>
      <Show
        when={ran() !== null && (job.isSuccess ? job.data : made())}
        fallback={
          <>
            <p class="text-muted">
              A job calls a URL on a schedule. Everything is filled in: one click, and the first one
              has run.
            </p>
            <div class="card p-5 sm:p-6">
              <FirstJobForm
                url={draft.url}
                schedule={schedule()}
                cronExpression={draft.cronExpression}
                timezone={draft.timezone}
                shortestMinutes={shortest()}
                check={check}
                problem={problem()}
                busy={busy()}
                request={restOf(draft)}
                fill={tools.fill()}
                onPaste={tools.onPaste}
                button={made() ? 'Save and run again' : 'Create and run now'}
                onChange={({ schedule: picked, ...change }) => {
                  if (picked !== undefined) setChosen(picked)
                  setDraft(change)
                }}
                onSubmit={run}
              />
            </div>
          </>
        }
      >
        {found => (
          <>
            <FirstRun job={found()} execution={shown()} onFix={() => setRan(null)} />
            <Show when={shown()?.status === 'success'}>
              <NextDoors job={found()} told={facts.told()} />
            </Show>
          </>
        )}
      </Show>
    </div>
  )
}

/** What is sent beside the URL, where something was pasted; null where it is a plain GET. */
function restOf(draft: JobDraft): string | null {
  const { method, headers } = draft
  const parts = [
    ...(headers.length > 0
      ? [`${headers.length} ${headers.length === 1 ? 'header' : 'headers'}`]
      : []),
    ...(bodyOf(draft) === null ? [] : ['a body']),
  ]
  if (method === 'GET' && parts.length === 0) return null
  return `Sent by ${method}${parts.length > 0 ? `, with ${parts.join(' and ')}` : ''}.`
}
