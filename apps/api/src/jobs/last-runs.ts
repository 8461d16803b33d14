import type { Job } from '@prikke/contract'
import type { Sql } from '@prikke/schema'
import type { Fragment } from '../executions/matching.ts'
import { recentDays } from '../executions/recent-days.ts'

const dayMs = 24 * 60 * 60 * 1000

type Status = Job['lastStatus']
type Asked = { id: string; lastStatus: Status }
type LastRun = { lastRunAt: Date | null; lastStatus: Status }
type Found = { id: string; waiting: Date | null; started: Date | null; hasSuccess: boolean }

/**
 * When jobs ran last, and how it came out: of one page, however many were sorted for it. The last
 * days of history are asked first, in a statement that has their partitions alone; those before only
 * for jobs of which nothing is found there. A first success is no flip and is not written on the job
 * (execution-states.md): history has it.
 */
export async function lastRuns(sql: Sql, jobs: readonly Asked[]): Promise<Map<string, LastRun>> {
  if (jobs.length === 0) return new Map()
  const edge = recentDays()
  const from = writtenOut(sql, edge)
  const to = writtenOut(sql, new Date(edge.getTime() + 4 * dayMs))
  const recent = await find(sql, jobs, sql`h.scheduled_for >= ${from} and h.scheduled_for < ${to}`)
  const isOpen = ({ id, lastStatus }: Asked) => {
    const found = recent.get(id)
    return found?.started == null || (lastStatus === null && !found.hasSuccess)
  }
  const older = await find(sql, jobs.filter(isOpen), sql`h.scheduled_for < ${from}`)
  return new Map(
    jobs.map(({ id, lastStatus }) => {
      const [near, far] = [recent.get(id), older.get(id)]
      const hasSuccess = near?.hasSuccess === true || far?.hasSuccess === true
      return [
        id,
        {
          lastRunAt: laterOf(near?.waiting, near?.started ?? far?.started),
          lastStatus: lastStatus ?? (hasSuccess ? 'success' : null),
        },
      ]
    }),
  )
}

/** A plan has only the partitions that it needs when it need not wait for a value to know them. */
const writtenOut = (sql: Sql, at: Date) => sql.unsafe(`'${at.toISOString()}'::timestamptz`)

/** By execution_history_occurrence. */
async function find(sql: Sql, jobs: readonly Asked[], when: Fragment): Promise<Map<string, Found>> {
  if (jobs.length === 0) return new Map()
  const ids = jobs.map(({ id }) => id)
  const unknown = jobs.filter(({ lastStatus }) => lastStatus === null).map(({ id }) => id)
  const rows = await sql<Found[]>`
    select asked.id, (
        select max(coalesce(q.started_at, q.claimed_at)) from execution_queue q
        where q.job_id = asked.id
      ) as waiting, (
        select h.started_at from execution_history h
        where h.job_id = asked.id and h.started_at is not null and ${when}
        order by h.scheduled_for desc limit 1
      ) as started, asked.id = any(${unknown}::uuid[]) and exists (
        select from execution_history h
        where h.job_id = asked.id and h.status = 'success' and ${when}
      ) as "hasSuccess"
    from unnest(${ids}::uuid[]) asked(id)`
  return new Map(rows.map(row => [row.id, row]))
}

function laterOf(a: Date | null | undefined, b: Date | null | undefined): Date | null {
  if (a == null || b == null) return a ?? b ?? null
  return a > b ? a : b
}
