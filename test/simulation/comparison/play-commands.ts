import type { Pool } from '@prikke/schema'
import { claimAlerts, settleAlerts } from '../model/alerts.ts'
import type { PlantedFault } from '../model/planted-fault.ts'
import { cancelExecution, deleteJob, editJob, insertNow, makeJob } from '../model/schedules.ts'
import type { Definition } from '../model/tables.ts'
import { type BothSides, createBothSides, nameOccurrences } from './both-sides.ts'
import type { Command, CommandScript } from './command.ts'
import { rowsOfDatabase, rowsOfModel } from './rows.ts'
import { setClock } from './settable-clock.ts'
import { claimBoth, settleBoth, tickBoth } from './work-on-both.ts'

const minuteMs = 60_000
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
  const both = await createBothSides(pool, script.startAt, plant)
  for (const [index, command] of script.commands.entries()) {
    const told = await perform(both, command)
    await nameOccurrences(both)
    const real = await rowsOfDatabase(pool, both.names)
    const model = rowsOfModel(both.tables)
    const beyond = (one: string[], other: string[]) => one.filter(row => !other.includes(row))
    const parted = [
      ...(told === null ? [] : [told]),
      ...beyond(model, real).map(row => `in the model alone:    ${row}`),
      ...beyond(real, model).map(row => `in the database alone: ${row}`),
    ]
    if (parted.length === 0) continue
    const done = script.commands.slice(0, index + 1).map(each => `  ${JSON.stringify(each)}`)
    return [`Seed ${script.seed}: they part at ${both.now}.`, ...done, ...parted].join('\n')
  }
  return null
}

/** Does it on both sides; returns what differs in the two answers. */
async function perform(both: BothSides, command: Command): Promise<string | null> {
  const { tables, real } = both
  switch (command.do) {
    case 'wait': {
      const minute = Math.ceil((both.now + minuteMs / 2) / minuteMs) * minuteMs
      const to = command.toMinute ? minute + command.ms : both.now + command.ms
      both.now = Math.max(both.now, to)
      await setClock(real.pool.sql, both.now)
      return null
    }
    case 'tick':
      return await tickBoth(both)
    case 'claim':
      return await claimBoth(both, command)
    case 'settle':
      return await settleBoth(both, command)
    case 'claim-alerts': {
      const { items } = await real.alerts.claim(mostAlerts)
      const claimed = claimAlerts(tables, both.now, 'w', mostAlerts)
      for (const model of claimed.items) {
        const { executionId, channelId, type } = model.alert
        const same = items.find(
          item =>
            both.names.execution(item.event?.execution.id ?? '') === executionId &&
            real.organizationIds.indexOf(item.organizationId) === channelId &&
            item.type === type,
        )
        if (same === undefined) return `the alert of execution ${executionId} was not claimed`
        both.told.push({ real: same, model })
      }
      return null
    }
    case 'settle-alerts': {
      const settled = both.told.slice(0, command.outcomes.length).map((pair, index) => {
        const kind = command.outcomes[index] ?? 'sent'
        const said = { statusCode: 200, answer: 'said' }
        const outcome = kind === 'retry' ? { ...said, kind, delayMs: 30_000 } : { ...said, kind }
        return { pair, outcome }
      })
      const times = { startedAt: 0, endedAt: 0 }
      await real.alerts.settle(
        settled.map(({ pair, outcome }) => ({ item: pair.real, outcome, ...times })),
      )
      const done = settled.map(({ pair, outcome }) => ({ item: pair.model, outcome }))
      settleAlerts(tables, both.now, done)
      both.told = both.told.filter((_, index) => index % 3 === 1)
      return null
    }
    default:
      return await byPeople(both, command)
  }
}

async function byPeople(both: BothSides, command: Command): Promise<string | null> {
  const { tables, real, now, names } = both
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
    const organization = await organizationOf(both, uuid)
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

async function organizationOf(both: BothSides, uuid: string): Promise<number | null> {
  if (uuid === '') return null
  const [row] = await both.real.pool.sql<{ organization_id: string }[]>`
    select organization_id from executions where id = ${uuid}`
  return row === undefined ? null : both.real.organizationIds.indexOf(row.organization_id)
}
