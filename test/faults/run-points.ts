import type { CrashPoint } from '@prikke/queue'
import { endDeadLeases } from './drain.ts'
import type { Slot } from './fleet.ts'
import { appOf, pointsOf } from './plan-faults.ts'
import { behaviours, planLoad } from './plan-load.ts'
import { createRandom, type Random } from './random.ts'
import { createLoad } from './run-load.ts'
import { playOn, type Stage, type StageOptions, type Verdict } from './stage.ts'

export type PointOptions = Omit<StageOptions, 'name' | 'actWithinMs' | 'hurry'> & {
  seed: number
  rate: number
  /** How often every point is to be visited, at least. */
  visits: number
}

/** More of what leads to alerts and to jobs that switch themselves off. */
const mix = { ...behaviours, ok: 500, fail: 200, gone: 150, slow: 10, hang: 4, drip: 2, large: 0 }
const longestSeconds = 900
const visitWithinMs = 15_000
const leasesEveryMs = 300

/** Every process dies at every point that it can come by, again and again, under load. */
export async function runPoints({
  seed,
  rate,
  visits,
  ...options
}: PointOptions): Promise<Verdict> {
  const random = createRandom(seed)
  const load = planLoad(random.fork(1), {
    seconds: longestSeconds,
    aheadSeconds: 0,
    rate,
    mix,
  })
  const name = 'points'
  const actWithinMs = 2 * longestSeconds * 1000
  return await playOn({ ...options, name, actWithinMs, hurry: true }, async stage => {
    const { performAll } = createLoad(stage.witness, stage.receiver.url)
    await performAll(load.start, Date.now())
    let isOver = false
    const leases = setInterval(() => {
      void endDeadLeases(stage.database.pool.sql, stage.fleet).catch(() => {})
    }, leasesEveryMs)
    const loading = performAll(load.steps, Date.now(), () => isOver)
    const slots = Object.values(stage.fleet.slots)
    await Promise.all(slots.map((slot, n) => visitAll(slot, stage, visits, random.fork(n + 10))))
    isOver = true
    await loading
    clearInterval(leases)
  })
}

/** Processes of one app share its points: each takes what is furthest behind. */
async function visitAll(slot: Slot, stage: Stage, visits: number, random: Random): Promise<void> {
  const points = pointsOf[appOf(slot.name)] ?? []
  const count = (point: CrashPoint) => stage.log.visits.get(point) ?? 0
  for (;;) {
    const missing = points.filter(point => count(point) < visits)
    if (missing.length === 0) return
    await visit(slot, stage, random.pick(missing), random.between(1, 2))
  }
}

/** Replaces the process by one that is to die at the point, and waits until it has. */
async function visit(slot: Slot, stage: Stage, point: CrashPoint, times: number): Promise<void> {
  await slot.kill()
  if (point.startsWith('partition-')) await dropLastDay(stage)
  const gone = slot.gone()
  slot.start({ point, visit: point.startsWith('partition-') ? 1 : times })
  const late = setTimeout(() => void slot.kill(), visitWithinMs)
  await gone
  clearTimeout(late)
}

const dayMs = 24 * 60 * 60 * 1000
const daysAhead = 7

/** The last of the days to come, which nobody needs yet, so that it has to be made again. */
async function dropLastDay({ database: { pool } }: Stage): Promise<void> {
  const last = new Date(Date.now() + daysAhead * dayMs).toISOString().slice(0, 10)
  for (const table of ['execution_history', 'attempts']) {
    const name = `${table}_${last.replaceAll('-', '_')}`
    // Somebody may be reading it: then it stays, and the next one tries.
    await pool.sql.unsafe(`drop table if exists ${name}`).catch(() => {})
  }
}
