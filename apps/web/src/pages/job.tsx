import type { Job as JobData } from '@prikke/contract'
import { A, useNavigate, useParams } from '@solidjs/router'
import { useQuery, useQueryClient } from '@tanstack/solid-query'
import Copy from 'lucide-solid/icons/copy'
import Download from 'lucide-solid/icons/download'
import Ellipsis from 'lucide-solid/icons/ellipsis'
import PauseIcon from 'lucide-solid/icons/pause'
import Pencil from 'lucide-solid/icons/pencil'
import Play from 'lucide-solid/icons/play'
import Trash from 'lucide-solid/icons/trash'
import { createSignal, Match, Show, Switch, untrack } from 'solid-js'
import { api } from '../api.ts'
import { ExportDialog } from '../job-list/export-dialog.tsx'
import { JobStrip } from '../job-view/job-strip.tsx'
import { OffNotice } from '../job-view/off-notice.tsx'
import { PauseDialog } from '../job-view/pause-dialog.tsx'
import { useCommands } from '../keyboard/commands.ts'
import { onKey } from '../keyboard/on-key.ts'
import { loading } from '../loading.ts'
import { Missing } from '../missing.tsx'
import { Button, buttonClass } from '../parts/button.tsx'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { Menu } from '../parts/menu.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { StatusBadge } from '../parts/status-badge.tsx'
import { Toggle } from '../parts/toggle.tsx'
import { sentenceQuery } from '../sentence-query.ts'
import { useSession } from '../session.tsx'
import { attempt } from '../toasts.tsx'
import { statusOfJob } from '../words/status.ts'
import { JobHistory } from './job-history.tsx'
import { createPausing } from './job-pausing.ts'
import { JobTabs } from './job-tabs.tsx'

type Asking = 'pause' | 'export' | 'delete' | null

export function Job() {
  const params = useParams<{ id: string }>()
  const session = useSession()
  const query = useQuery(() => ({
    queryKey: ['jobs', params.id],
    queryFn: () => api.job(params.id),
  }))
  const job = () => (query.isPending ? undefined : query.data)
  const pausing = createPausing()
  const [asking, setAsking] = createSignal<Asking>(null)
  const [ranCount, setRanCount] = createSignal(0)
  const mayChange = () => session.organization().deletedAt === null
  const toggle = (found: JobData, on: boolean) =>
    on ? pausing.resume(found) : pausing.pause(found, { pauseNote: null, resumeAt: null })
  return (
    <>
      <PageHead
        title={job()?.name ?? 'Job'}
        organization={session.organization().name}
        beside={
          <Show when={job()}>
            {found => (
              <div class="flex items-center gap-2">
                <StatusBadge status={statusOfJob(found())} />
                <Toggle
                  on={found().enabled}
                  label="Job is on"
                  busy={pausing.busy() || !mayChange()}
                  onChange={on => void toggle(found(), on)}
                />
              </div>
            )}
          </Show>
        }
      >
        <Show when={mayChange() && job()}>
          {found => (
            <Actions
              job={found()}
              onAsk={setAsking}
              onResume={() => void pausing.resume(found())}
              onRun={() => setRanCount(count => count + 1)}
            />
          )}
        </Show>
      </PageHead>
      <Loaded
        from={loading(query)}
        skeleton={<Skeleton rows={6} />}
        missing={<Missing what="job" path={`jobs/${params.id}`} />}
      >
        {found => (
          <>
            <Show when={!found().enabled}>
              <OffNotice
                job={found()}
                actions={
                  mayChange()
                    ? {
                        busy: pausing.busy(),
                        onResume: () => void pausing.resume(found()),
                        onChange: () => setAsking('pause'),
                      }
                    : undefined
                }
              />
            </Show>
            <Strip job={found()} />
            <JobHistory job={found()} />
            <JobTabs job={found()} ranCount={ranCount()} />
            <Switch>
              <Match when={asking() === 'pause'}>
                <PauseDialog
                  name={found().name}
                  before={untrack(() => (found().enabled ? undefined : { ...found() }))}
                  onPause={pause => pausing.pause(found(), pause)}
                  onClose={() => setAsking(null)}
                />
              </Match>
              <Match when={asking() === 'export'}>
                <ExportDialog
                  title={`Export ${found().name}`}
                  jobs={[found()]}
                  onClose={() => setAsking(null)}
                />
              </Match>
              <Match when={asking() === 'delete'}>
                <Deletion job={found()} onClose={() => setAsking(null)} />
              </Match>
            </Switch>
          </>
        )}
      </Loaded>
    </>
  )
}

function Actions(props: {
  job: JobData
  onAsk: (asking: Asking) => void
  onResume: () => void
  /** Told once a run is asked for and the list of runs is fetched anew. */
  onRun: () => void
}) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [starting, setStarting] = createSignal(false)
  const runNow = async () => {
    setStarting(true)
    await attempt(api.triggerJob(props.job.id))
    await client.invalidateQueries({ queryKey: ['executions', 'of', props.job.id] })
    props.onRun()
    setStarting(false)
  }
  const edit = () => navigate(`/jobs/${props.job.id}/edit`)
  const pause = () => (props.job.enabled ? props.onAsk('pause') : props.onResume())
  onKey('r', 'Run now', () => void runNow())
  onKey('e', 'Edit', edit)
  onKey('p', 'Pause or resume', pause)
  useCommands(() => [
    { label: 'Run now', hint: 'r', run: () => void runNow() },
    { label: 'Edit this job', hint: 'e', run: edit },
    {
      label: props.job.enabled ? 'Pause this job' : 'Resume this job',
      hint: 'p',
      run: pause,
    },
  ])
  return (
    <>
      <Button look="primary" busy={starting()} busyLabel="Starting…" onClick={() => void runNow()}>
        <Play class="size-4 max-sm:hidden" /> Run now
      </Button>
      <Show when={props.job.enabled}>
        <Button onClick={() => props.onAsk('pause')}>
          <PauseIcon class="size-4 max-sm:hidden" /> Pause
        </Button>
      </Show>
      <A href={`/jobs/${props.job.id}/edit`} class={buttonClass()}>
        <Pencil class="size-4 max-sm:hidden" /> Edit
      </A>
      <Menu
        label="More"
        icon={<Ellipsis class="size-4" />}
        items={[
          {
            label: 'Duplicate',
            icon: <Copy class="size-4" />,
            onSelect: () => navigate(`/jobs/new?from=${props.job.id}`),
          },
          {
            label: 'Export',
            icon: <Download class="size-4" />,
            onSelect: () => props.onAsk('export'),
          },
          {
            label: 'Delete',
            icon: <Trash class="size-4" />,
            danger: true,
            onSelect: () => props.onAsk('delete'),
          },
        ]}
      />
    </>
  )
}

function Deletion(props: { job: JobData; onClose: () => void }) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const remove = async () => {
    const deleted = await attempt(api.deleteJob(props.job.id).then(() => true))
    if (!deleted) return
    navigate('/jobs', { replace: true })
    await client.invalidateQueries({ queryKey: ['jobs'] })
  }
  return (
    <ConfirmDialog
      question={`Delete ${props.job.name}?`}
      confirm="Delete job"
      onConfirm={remove}
      onClose={props.onClose}
    >
      It does not run again. What it did stays readable until its retention ends.
    </ConfirmDialog>
  )
}

function Strip(props: { job: JobData }) {
  const sentence = useQuery(() => sentenceQuery(props.job))
  return (
    <JobStrip
      job={props.job}
      sentence={sentence.isSuccess ? sentence.data.description : undefined}
    />
  )
}
