import {
  cancelExecution,
  deleteJob,
  editJob,
  insertNow,
  makeJob,
  type Stopped,
} from '../model/schedules.ts'
import type { Definition } from '../model/tables.ts'
import type { Act } from '../script.ts'
import { Violation } from '../violation.ts'
import { notify, type World } from './world.ts'

/** What people do to jobs, each in one transaction, and the account's entry of it. */
export function doByPeople(world: World, act: Act): void {
  const { tables, timeline, account, ledger } = world
  const { now } = timeline
  const job = 'job' in act ? tables.jobs.get(act.job) : undefined
  if (act.do === 'make') {
    const organization = tables.organizations[act.organization]
    for (let id = act.job; id < act.job + act.count && organization !== undefined; id++) {
      makeJob(tables, now, id, organization, act.definition)
      account.changed(id, now, act.definition.enabled ? act.definition : null)
    }
    notify(world, 'scheduler')
  }
  if (job === undefined) return
  if (act.do === 'edit') {
    const wasOn = job.enabled
    const stopped = editJob(tables, now, job, act.change)
    changed(world, job.id, stopped, job.enabled ? job : null)
    // What was run by hand while the job was off goes on.
    if (wasOn && !job.enabled) checkNoneWaits(world, job.id)
  }
  if (act.do === 'delete') {
    changed(world, job.id, deleteJob(tables, now, job), null)
    checkNoneWaits(world, job.id)
  }
  if (act.do === 'run' || act.do === 'replay') {
    const count = act.do === 'run' ? act.count : 1
    for (let left = count; left > 0; left--) {
      const row = insertNow(tables, now, job, act.do === 'run' ? 'manual' : 'replay')
      if (row !== null) ledger.ran(row)
    }
    notify(world, 'executor')
  }
  if (act.do === 'cancel') {
    const newest = [...job.executions.queued].at(-1)
    const row = newest === undefined ? null : cancelExecution(tables, newest.id)
    if (row !== null) ledger.cancelled(row, now)
  }
}

/** A 410 has switched a job off. */
export function switchedOff(world: World, jobId: number, stopped: Stopped): void {
  changed(world, jobId, stopped, null)
  checkNoneWaits(world, jobId)
}

function changed(world: World, jobId: number, stopped: Stopped, after: Definition | null): void {
  const { ledger, account, timeline } = world
  const { now } = timeline
  for (const written of stopped.written) ledger.written(written, now, now)
  for (const row of stopped.withdrawn) ledger.withdrawn(row)
  for (const row of stopped.cancelled) ledger.cancelled(row, now)
  account.changed(jobId, now, after)
  notify(world, 'scheduler')
  notify(world, 'executor')
}

function checkNoneWaits({ tables, timeline }: World, jobId: number): void {
  const rows = [...tables.queue.values()].filter(row => row.jobId === jobId)
  if (rows.every(row => row.worker !== null)) return
  const message = 'an execution waits although its job was switched off or deleted'
  throw new Violation(timeline.now, jobId, message)
}
