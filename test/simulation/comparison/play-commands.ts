import { foregone, noReply, type Outcome } from '@prikke/queue'
import type { Pool } from '@prikke/schema'
import { type ClaimedAlert, claimAlerts, settleAlerts } from '../model/alerts.ts'
import { type Claimed, claim } from '../model/claim.ts'
import { createClaimer } from '../model/claimer.ts'
import type { PlantedFault } from '../model/planted-fault.ts'
import { cancelExecution, deleteJob, editJob, insertNow, makeJob } from '../model/schedules.ts'
import { type Settlement, settleFinal, settlePending, switchOff, wasKept } from '../model/settle.ts'
import { createTables, type Definition, type Tables } from '../model/tables.ts'
import { dueGroups, planGroup, writeOccurrences } from '../model/tick.ts'
import type { Brought, Command, CommandScript } from './command.ts'
import { preferIn } from './prefer-in.ts'
import { createRealQueue, type RealQueue } from './real-queue.ts'
import { type Names, rowsOfDatabase, rowsOfModel } from './rows.ts'
import { setClock } from './settable-clock.ts'

type RealExecution = Awaited<ReturnType<RealQueue['executions']['claim']>>['items'][number]
type RealAlert = Awaited<ReturnType<RealQueue['alerts']['claim']>>['items'][number]
type Side = {
  now: number
  tables: Tables
  real: RealQueue
  names: Names & { jobs: Map<string, number>; executions: Map<string, number> }
  claimer: ReturnType<typeof createClaimer>
  drawn: number[]
  /** With what each brought once it has been settled: told again, it is told the same. */
  held: { real: RealExecution; model: Claimed; outcome?: Outcome }[]
  told: { real: RealAlert; model: ClaimedAlert }[]
}

const minuteMs = 60_000
const chunkSize = 5_000
const leadMs = 2_000
const retentionMs = 30 * 24 * 60 * 60 * 1000
const mostAlerts = 1_000

/**
 * Gives the same commands to the model and to the product on a real PostgreSQL, and compares every
 * row after each of them. Returns where the two part, in words; null when they never do.
 */
export async function playCommands(
  pool: Pool,
  script: CommandScript,
  plant: PlantedFault | null,
): Promise<string | null> {
  const side = await begin(pool, script.startAt, plant)
  for (const [index, command] of script.commands.entries()) {
    const told = await perform(side, command)
    nameOccurrences(side, await unnamed(side))
    const real = await rowsOfDatabase(pool, side.names)
    const model = rowsOfModel(side.tables)
    const only = (one: string[], other: string[]) => one.filter(row => !other.includes(row))
    const parted = [
      ...(told === null ? [] : [told]),
      ...only(model, real).map(row => `only in the model:    ${row}`),
      ...only(real, model).map(row => `only in the database: ${row}`),
    ]
    if (parted.length === 0) continue
    const done = script.commands.slice(0, index + 1).map(each => `  ${JSON.stringify(each)}`)
    return [`Seed ${script.seed}: they part at ${side.now}.`, ...done, ...parted].join('\n')
  }
  return null
}

async function begin(pool: Pool, startAt: number, plant: PlantedFault | null): Promise<Side> {
  await setClock(pool.sql, startAt)
  const real = await createRealQueue(pool)
  const tiers = ['pro', 'free'] as const
  const organizations = tiers.map((tier, id) => ({ id, tier, channels: [{ id, enabled: true }] }))
  const executions = new Map<string, number>()
  const drawn: number[] = []
  return {
    now: startAt,
    tables: createTables(organizations, plant),
    real,
    names: {
      jobs: new Map(),
      channels: new Map(real.channelIds.map((id, index) => [id, index])),
      executions,
      execution: id => executions.get(id) ?? id,
    },
    // What the product has drawn, the model draws as well.
    claimer: createClaimer(() => drawn.shift() ?? 0),
    drawn,
    held: [],
    told: [],
  }
}

/** Does it on both sides; returns what differs in the two answers. */
async function perform(side: Side, command: Command): Promise<string | null> {
  const { tables, real } = side
  switch (command.do) {
    case 'wait': {
      const minute = Math.ceil((side.now + minuteMs / 2) / minuteMs) * minuteMs
      const to = command.toMinute ? minute + command.ms : side.now + command.ms
      side.now = Math.max(side.now, to)
      await setClock(real.pool.sql, side.now)
      return null
    }
    case 'tick':
      return await tick(side)
    case 'claim':
      return await claimBoth(side, command.limit)
    case 'settle':
      return await settleBoth(side, command)
    case 'claim-alerts': {
      const { items } = await real.alerts.claim(mostAlerts)
      const claimed = claimAlerts(tables, side.now, 'w', mostAlerts)
      for (const model of claimed.items) {
        const { executionId, channelId, type } = model.alert
        const same = items.find(
          item =>
            side.names.execution(item.event?.execution.id ?? '') === executionId &&
            real.organizationIds.indexOf(item.organizationId) === channelId &&
            item.type === type,
        )
        if (same === undefined) return `the alert of execution ${executionId} was not claimed`
        side.told.push({ real: same, model })
      }
      return null
    }
    case 'settle-alerts': {
      const settled = side.told.slice(0, command.outcomes.length).map((pair, index) => {
        const kind = command.outcomes[index] ?? 'sent'
        const said = { statusCode: 200, answer: 'said' }
        const outcome = kind === 'retry' ? { ...said, kind, delayMs: 30_000 } : { ...said, kind }
        return { pair, outcome }
      })
      const times = { startedAfterMs: 0, durationMs: 0 }
      await real.alerts.settle(
        settled.map(({ pair, outcome }) => ({ item: pair.real, outcome, ...times })),
      )
      const done = settled.map(({ pair, outcome }) => ({ item: pair.model, outcome }))
      settleAlerts(tables, side.now, done)
      side.told = side.told.filter((_, index) => index % 3 === 1)
      return null
    }
    default:
      return await byPeople(side, command)
  }
}

async function byPeople(side: Side, command: Command): Promise<string | null> {
  const { tables, real, now, names } = side
  if (command.do === 'make') {
    const { job: id, organization: of, definition } = command
    const organization = tables.organizations[of]
    if (tables.jobs.has(id) || names.jobs.has(real.jobIds.get(id) ?? '')) return null
    if (organization === undefined) return null
    await real.make(id, of, definition, now)
    names.jobs.set(real.jobIds.get(id) ?? '', id)
    makeJob(tables, now, id, organization, definition)
  }
  if (command.do === 'edit' || command.do === 'delete' || command.do === 'run') {
    const job = tables.jobs.get(command.job)
    if (job === undefined) return null
    if (command.do === 'delete') {
      await real.delete(job.id)
      deleteJob(tables, now, job)
    } else if (command.do === 'run') {
      const id = await real.run(job.id)
      names.executions.set(id, insertNow(tables, now, job, 'manual')?.id ?? 0)
    } else {
      const after: Definition = { ...job, ...command.change }
      await real.edit(job.id, after, job.enabled && !after.enabled)
      editJob(tables, now, job, command.change)
    }
  }
  if (command.do === 'cancel' || command.do === 'replay') {
    const known = [...names.executions]
    const [uuid, id] = known[Math.floor(command.pick * known.length)] ?? ['', 0]
    const jobId =
      tables.queue.get(id)?.jobId ?? tables.history.find(row => row.id === id)?.jobId ?? 0
    const organization = await organizationOf(side, uuid)
    if (organization === null) return null
    if (command.do === 'cancel') {
      const said = await real.cancel(organization, uuid)
      const row = cancelExecution(tables, id)
      return (said === 'cancelled') === (row !== null) ? null : `cancel ${id} was ${said}`
    }
    const made = await real.replay(organization, uuid)
    const job = tables.jobs.get(jobId)
    if ((made === null) !== (job === undefined)) return `the replay of ${id} made ${made}`
    if (made !== null && job !== undefined) {
      names.executions.set(made, insertNow(tables, now, job, 'replay')?.id ?? 0)
    }
  }
  return null
}

async function organizationOf(side: Side, uuid: string): Promise<number | null> {
  if (uuid === '') return null
  const [row] = await side.real.pool.sql<{ organization_id: string }[]>`
    select organization_id from executions where id = ${uuid}`
  return row === undefined ? null : side.real.organizationIds.indexOf(row.organization_id)
}

async function tick({ tables, now, real }: Side): Promise<string | null> {
  const told = await real.tick()
  let queuedCount = 0
  let closedCount = 0
  for (;;) {
    const groups = dueGroups(tables, now)
    if (groups.length === 0) break
    const jobCount = groups.reduce((sum, group) => sum + group.jobCount, 0)
    const limit = Math.max(1, Math.floor(chunkSize / jobCount))
    const options = { limit, leadMs, retentionMs }
    const planned = groups.map(group => planGroup(group, now, options, tables.plant))
    const written = writeOccurrences(tables, planned, { mostJobs: chunkSize })
    queuedCount += written.queued.length
    closedCount += written.closed.length
  }
  const same =
    told.queuedCount === queuedCount && told.missedCount + told.skippedCount === closedCount
  return same ? null : `the tick wrote ${JSON.stringify(told)}, not ${queuedCount}, ${closedCount}`
}

async function claimBoth(side: Side, limit: number): Promise<string | null> {
  const { tables, now, real, names, claimer } = side
  nameOccurrences(side, await unnamed(side))
  const { items, nextInMs } = await drawing(side, () => real.executions.claim(limit))
  preferIn(tables, new Set(items.map(item => names.execution(item.id))))
  const quotas = claimer.first(limit)
  let last = claim(tables, now, 'w', quotas, limit)
  const claimed = [...last.items]
  const rest = claimer.second(last, quotas, limit)
  if (rest !== null) {
    last = claim(tables, now, 'w', rest, limit - claimed.length)
    claimed.push(...last.items)
  }
  for (const item of items) {
    const model = claimed.find(each => each.id === names.execution(item.id))
    if (model === undefined) return `${names.execution(item.id)} was claimed out of its turn`
    const [one, other] = [item, model].map(each =>
      [each.attempt, each.spentCount, each.lostCount, each.timeoutMs, each.job?.version].join(),
    )
    if (one !== other) return `${model.id} was claimed as ${one}, not as ${other}`
    side.held.push({ real: item, model })
  }
  const nextAt = last.nextAt === null ? null : last.nextAt - now
  const toldMs = nextInMs === null ? null : Math.round(nextInMs)
  const isSame = items.length === limit || toldMs === nextAt
  return isSame ? null : `the next is due in ${nextInMs}, not in ${nextAt} ms`
}

/** Keeps what the product draws while it does something. */
async function drawing<T>({ drawn }: Side, act: () => Promise<T>): Promise<T> {
  const { random } = Math
  drawn.length = 0
  Math.random = () => {
    const at = random()
    drawn.push(at)
    return at
  }
  try {
    return await act()
  } finally {
    Math.random = random
  }
}

async function settleBoth(
  side: Side,
  { brought, isForgotten, isReversed }: Extract<Command, { do: 'settle' }>,
): Promise<string | null> {
  const { tables, now, real } = side
  const attempts = new Map(side.held.slice(0, brought.length).map(each => [each.model.id, each]))
  const batch = [...attempts.values()].map((pair, index) => {
    pair.outcome ??= foregone(pair.model) ?? outcomeOf(brought[index] ?? { kind: 'success' })
    return { pair, outcome: pair.outcome }
  })
  if (isForgotten) side.held = side.held.filter(each => attempts.get(each.model.id) !== each)
  if (isReversed) batch.reverse()
  const times = { startedAfterMs: 0, durationMs: 0 }
  await real.executions.settle(
    batch.map(({ pair, outcome }) => ({ item: pair.real, outcome, ...times })),
  )
  const all: Settlement[] = batch.map(({ pair, outcome }) => ({ execution: pair.model, outcome }))
  const back = all.filter(({ outcome }) => outcome.kind !== 'final')
  const ended = all.filter(({ outcome }) => outcome.kind === 'final')
  const { accepted } = settlePending(tables, now, back)
  for (const { execution, outcome } of back.filter(each => !accepted.has(each))) {
    if (outcome.kind !== 'retry') continue
    const { reply } = outcome
    const status = reply.errorCode === 'deadline_exceeded' ? 'timeout' : 'failed'
    ended.push({ execution, outcome: { kind: 'final', status, reply } })
  }
  const settled = settleFinal(tables, now, ended)
  for (const settlement of ended) {
    const { execution, outcome } = settlement
    if (outcome.kind !== 'final' || !outcome.gone) continue
    if (!settled.accepted.includes(settlement) && !wasKept(tables, settlement)) continue
    switchOff(tables, now, execution.jobId, execution.job?.version ?? 0)
  }
  return null
}

function outcomeOf(brought: Brought): Outcome {
  const answer = (statusCode: number, errorCode: string | null) => ({
    ...noReply,
    statusCode,
    errorCode,
  })
  switch (brought.kind) {
    case 'success':
      return { kind: 'final', status: 'success', reply: answer(200, null) }
    case 'failed':
      return { kind: 'final', status: 'failed', reply: answer(404, 'http_status') }
    case 'gone':
      return { kind: 'final', status: 'failed', reply: answer(410, 'http_status'), gone: true }
    case 'timeout':
      return { kind: 'final', status: 'timeout', reply: { ...noReply, errorCode: unanswered } }
    case 'released':
      return brought
    case 'retry': {
      const reply =
        brought.status === 'failed'
          ? answer(500, 'http_status')
          : { ...noReply, errorCode: unanswered }
      return { kind: 'retry', delayMs: brought.delayMs, reply }
    }
  }
}

const unanswered = 'deadline_exceeded'

type Unnamed = { id: string; job_id: string; scheduled_for: Date }

/** Executions of schedules that have no number yet. */
async function unnamed({ real, names }: Side): Promise<Unnamed[]> {
  const rows = await real.pool.sql<Unnamed[]>`
    select id, job_id, scheduled_for from executions where trigger = 'schedule'`
  return rows.filter(row => !names.executions.has(row.id))
}

/** One row for each occurrence: its job and its instant say which of the model's it is. */
function nameOccurrences({ tables, names }: Side, rows: Unnamed[]): void {
  for (const { id, job_id, scheduled_for } of rows) {
    const same = (row: { jobId: number; trigger: string; scheduledFor: number }) =>
      row.trigger === 'schedule' &&
      row.jobId === names.jobs.get(job_id) &&
      row.scheduledFor === scheduled_for.getTime()
    const found = [...tables.queue.values()].find(same) ?? tables.history.find(same)
    if (found !== undefined) names.executions.set(id, found.id)
  }
}
