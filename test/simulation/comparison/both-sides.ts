import type { Outcome } from '@prikke/queue'
import type { Pool } from '@prikke/schema'
import type { ClaimedAlert } from '../model/alerts.ts'
import type { Claimed } from '../model/claim.ts'
import { createClaimer } from '../model/claimer.ts'
import type { PlantedFault } from '../model/planted-fault.ts'
import { createTables, type Tables } from '../model/tables.ts'
import { createRealQueue, type RealQueue } from './real-queue.ts'
import type { Names } from './rows.ts'
import { setClock } from './settable-clock.ts'

type RealExecution = Awaited<ReturnType<RealQueue['executions']['claim']>>['items'][number]
type RealAlert = Awaited<ReturnType<RealQueue['alerts']['claim']>>['items'][number]
/** The model and the product beside it, and which of their rows are the same. */
export type BothSides = {
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

export async function createBothSides(
  pool: Pool,
  startAt: number,
  plant: PlantedFault | null,
): Promise<BothSides> {
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

type Unnamed = { id: string; job_id: string; scheduled_for: Date }

/** Executions of schedules that have no number yet. */
async function unnamed({ real, names }: BothSides): Promise<Unnamed[]> {
  const rows = await real.pool.sql<Unnamed[]>`
    select id, job_id, scheduled_for from executions where trigger = 'schedule'`
  return rows.filter(row => !names.executions.has(row.id))
}

/** One row for each occurrence: its job and its instant say which of the model's it is. */
export async function nameOccurrences(both: BothSides): Promise<void> {
  const { tables, names } = both
  for (const { id, job_id, scheduled_for } of await unnamed(both)) {
    const same = (row: { jobId: number; trigger: string; scheduledFor: number }) =>
      row.trigger === 'schedule' &&
      row.jobId === names.jobs.get(job_id) &&
      row.scheduledFor === scheduled_for.getTime()
    const found = [...tables.queue.values()].find(same) ?? tables.history.find(same)
    if (found !== undefined) names.executions.set(id, found.id)
  }
}
