import { expect } from 'vitest'
import { type Answer, openApi } from './open-api.ts'
import { cronJob, makeJob, onceJob } from './samples.ts'

type Fields = Record<string, unknown>
/** What a row of a table says: fields of a job, where they are refused, and with which code. */
export type Refusal = readonly [fields: Fields, path: string, code: string]

const samples = { cron: cronJob, once: onceJob }
const preview = '/api/schedules/preview'

/**
 * The ways in which a job comes in: made, patched, synced, and its schedule previewed. `refused`
 * asks at each of them and fails with the rows that were not refused alike; nothing may change.
 */
export async function openJobDoors() {
  const { pool, ...api } = await openApi()
  const { call } = await api.organization()
  const ids = {
    cron: await makeJob(call),
    once: await makeJob(call, { ...onceJob(), cronExpression: null }),
  }
  const known = { name: 'Synced', key: 'synced' }
  await call('PUT', '/api/sync', { body: { jobs: [cronJob(known)] } })

  const doors = {
    POST: (fields: Fields, kind: 'cron' | 'once') =>
      call('POST', '/api/jobs', { body: samples[kind](fields) }),
    PATCH: (fields: Fields, kind: 'cron' | 'once') =>
      call('PATCH', `/api/jobs/${ids[kind]}`, { body: fields }),
    sync: (fields: Fields, kind: 'cron' | 'once') =>
      call('PUT', '/api/sync', { body: { jobs: [{ ...samples[kind](known), ...fields }] } }),
    preview: (fields: Fields, kind: 'cron' | 'once') => {
      const { cronExpression, scheduledAt } = samples[kind]() as Fields
      const own = kind === 'cron' ? { cronExpression } : { scheduledAt }
      return call('POST', preview, { body: { ...own, ...fields } })
    },
  }
  type Door = keyof typeof doors

  const definitions = async () =>
    JSON.stringify(await pool.sql`select id, version, updated_at from jobs order by id`)

  return {
    call,
    async refused(
      rows: readonly Refusal[],
      { at = ['POST', 'PATCH', 'sync'] as Door[], kind = 'cron' as 'cron' | 'once' } = {},
    ): Promise<void> {
      const before = await definitions()
      const wanted: string[] = []
      const found: string[] = []
      for (const [fields, path, code] of rows) {
        const shown = JSON.stringify(fields).slice(0, 120)
        wanted.push(
          ...at.map(door => {
            const where = door === 'sync' ? `jobs.0.${path}` : path
            return `${door} ${shown} → 422 ${code} at ${where}`
          }),
        )
        const answers = await Promise.all(at.map(door => doors[door](fields, kind)))
        found.push(...answers.map((answer, index) => `${at[index]} ${shown} → ${inShort(answer)}`))
      }
      expect(found.join('\n')).toBe(wanted.join('\n'))
      expect(await definitions()).toBe(before)
    },
  }
}

function inShort({ status, body, headers }: Answer): string {
  const [error] = body.errors ?? []
  const isProblem = headers.get('content-type') === 'application/problem+json'
  return `${isProblem ? '' : 'no problem: '}${status} ${error?.code} at ${error?.path}`
}
