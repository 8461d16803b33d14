import type { Outcome } from '@prikke/queue'
import type { Claimed } from '../model/claim.ts'
import { moveAside } from '../model/move-aside.ts'
import {
  insertAlerts,
  type Settlement,
  settleFinal,
  settlePending,
  slowHostsOf,
  switchOff,
  wasKept,
} from '../model/settle.ts'
import { switchedOff } from './people.ts'
import type { Process } from './process.ts'
import { notify, type World } from './world.ts'

const collectMs = 10
const largestBatch = 500
const firstRetryMs = 100
const longestRetryMs = 2_000

/** Collects results and settles them, one flush in flight, as settler.ts and settle.ts do. */
export function createSettler(
  world: World,
  process: Process,
  on: { settled: (item: Claimed) => void; idle: () => void },
) {
  const { tables, timeline, ledger } = world
  let results: Settlement[] = []
  let isSettling = false

  const collect = () => {
    if (isSettling) return
    if (results.length === 0) return on.idle()
    isSettling = true
    process.after(collectMs, () => flush(results.splice(0, largestBatch), firstRetryMs))
  }

  const flush = (batch: Settlement[], retryMs: number) => {
    const failed = () =>
      process.after(retryMs, () => flush(batch, Math.min(longestRetryMs, retryMs * 2)))
    const done = () => {
      for (const { execution } of batch) on.settled(execution)
      isSettling = false
      collect()
    }
    giveBack(batch, failed, ended => end(ended, failed, done))
  }

  const giveBack = (
    batch: Settlement[],
    failed: () => void,
    then: (ended: Settlement[]) => void,
  ) => {
    const back = batch.filter(({ outcome }) => outcome.kind !== 'final')
    if (back.length === 0) return then(batch)
    const ended = batch.filter(({ outcome }) => outcome.kind === 'final')
    process.send(
      'settle',
      () => {
        const { now } = timeline
        const result = settlePending(tables, now, back)
        for (const settlement of result.accepted) {
          const { execution, outcome } = settlement
          const isJobOn = tables.jobs.get(execution.jobId)?.enabled ?? false
          ledger.wentBack(settlement, isJobOn, now)
          world.note?.(`attempt ${execution.attempt} goes back: ${outcome.kind}`, execution)
        }
        return result
      },
      ({ accepted }) => {
        const all = [...ended, ...back.flatMap(each => refused(each, accepted))]
        moveAll(slowHostsOf(back), failed, () => then(all))
      },
      failed,
    )
  }

  const moveAll = (
    parties: { organizationId: number; host: string }[],
    failed: () => void,
    then: () => void,
  ) => {
    const [first, ...others] = parties
    if (first === undefined) return then()
    process.send(
      'settle',
      () => moveAside(tables, timeline.now, first.organizationId, first.host),
      () => moveAll(others, failed, then),
      failed,
    )
  }

  const end = (ended: Settlement[], failed: () => void, done: () => void) => {
    if (ended.length === 0) return done()
    process.send(
      'settle',
      () => {
        const { now } = timeline
        const result = settleFinal(tables, now, ended)
        for (const { execution, outcome } of result.accepted) {
          const status = outcome.kind === 'final' ? outcome.status : ''
          world.note?.(`${process.name} settles attempt ${execution.attempt}: ${status}`, execution)
        }
        ledger.ended(result.accepted, tables, now)
        if (result.alerts.length > 0) notify(world, 'notifier')
        return result
      },
      ({ accepted, alerts }) => {
        const gone = ended.filter(({ outcome }) => outcome.kind === 'final' && outcome.gone)
        const isOver = (each: Settlement) => accepted.includes(each) || wasKept(tables, each)
        const off = () => switchOffAll(gone.filter(isOver), failed, done)
        if (tables.plant !== 'alert-apart' || alerts.length === 0) return off()
        const apart = () => {
          insertAlerts(tables, alerts)
          return { count: alerts.length }
        }
        process.send('settle', apart, off, off)
      },
      failed,
    )
  }

  const switchOffAll = (gone: Settlement[], failed: () => void, done: () => void) => {
    const [first, ...others] = gone
    if (first === undefined) return done()
    const { jobId, job } = first.execution
    process.send(
      'switch-off',
      () => {
        const stopped = switchOff(tables, timeline.now, jobId, job?.version ?? 0)
        if (stopped !== null) switchedOff(world, jobId, stopped)
        return { count: stopped === null ? 0 : 1 }
      },
      () => switchOffAll(others, failed, done),
      failed,
    )
  }

  return {
    begin: () => {
      results = []
      isSettling = false
    },
    add: (execution: Claimed, outcome: Outcome) => {
      results.push({ execution, outcome })
      collect()
    },
    isIdle: () => results.length === 0 && !isSettling,
  }
}

/** A retry whose job is off or gone: what the attempt brought is the end of it. */
function refused(settlement: Settlement, accepted: Set<Settlement>): Settlement[] {
  const { execution, outcome } = settlement
  if (accepted.has(settlement) || outcome.kind !== 'retry') return []
  const { reply } = outcome
  const status = reply.errorCode === 'deadline_exceeded' ? 'timeout' : 'failed'
  return [{ execution, outcome: { kind: 'final', status, reply } }]
}
