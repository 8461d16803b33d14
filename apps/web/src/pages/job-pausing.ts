import type { Job, JobPatch } from '@prikke/contract'
import { useQueryClient } from '@tanstack/solid-query'
import { createSignal } from 'solid-js'
import { api } from '../api.ts'
import type { Pause } from '../job-view/pause-dialog.tsx'
import { useSession } from '../session.tsx'
import { attempt, offerUndo } from '../toasts.tsx'

/** Pausing a job and resuming it: shown at once, taken back with the reason when it is refused. */
export function createPausing() {
  const session = useSession()
  const me = () => session.user().name || session.user().email
  const client = useQueryClient()
  const [busy, setBusy] = createSignal(false)

  /** Answers whether it was done. */
  const save = async (job: Job, patch: JobPatch, shown: Partial<Job>): Promise<boolean> => {
    const key = ['jobs', job.id]
    const { enabled, pauseNote, resumeAt, pausedBy } = job
    const before = { enabled, pauseNote, resumeAt, pausedBy }
    const show = (change: Partial<Job>) =>
      client.setQueryData<Job>(key, now => now && { ...now, ...change })
    show(shown)
    setBusy(true)
    const saved = await attempt(api.patchJob(job.id, patch))
    setBusy(false)
    if (saved !== null) show(saved)
    else show(before)
    await client.invalidateQueries({ queryKey: ['jobs'] })
    return saved !== null
  }

  const resume = async (job: Job): Promise<void> => {
    const { pauseNote, resumeAt } = job
    const isAhead = resumeAt === null || Date.parse(resumeAt) > Date.now()
    const done = await save(job, { enabled: true }, { enabled: true })
    if (!done || !isAhead) return
    offerUndo('The job goes on.', () =>
      save(job, { enabled: false, pauseNote, resumeAt }, { enabled: false }),
    )
  }

  const pause = async (job: Job, pause: Pause): Promise<boolean> => {
    const wasOn = job.enabled
    const before = { pauseNote: job.pauseNote, resumeAt: job.resumeAt }
    const done = await save(
      job,
      { enabled: false, ...pause },
      { enabled: false, ...pause, pausedBy: me() },
    )
    if (done) {
      offerUndo(wasOn ? 'The job is paused.' : 'The pause is changed.', () =>
        wasOn
          ? save(job, { enabled: true }, { enabled: true })
          : save(job, { enabled: false, ...before }, { enabled: false }),
      )
    }
    return done
  }
  return { busy, pause, resume }
}
