import { randomUUID } from 'node:crypto'
import type { ClaimedAlert } from '@prikke/queue'
import { alerts, type Pool } from '@prikke/schema'

type Event = NonNullable<ClaimedAlert['event']>

/** A failure of a job called “Nightly report”, unless said otherwise. */
export function makeEvent(
  job: Partial<Event['job']> = {},
  execution: Partial<Event['execution']> = {},
): Event {
  return {
    job: { id: randomUUID(), name: 'Nightly report', url: 'https://example.com/report', ...job },
    execution: {
      id: '01890000-0000-7000-8000-000000000001',
      status: 'failed',
      scheduledFor: '2026-11-21T14:05:00.000Z',
      statusCode: 500,
      errorCode: 'http_status',
      errorMessage: 'The target answered 500.',
      responseExcerpt: 'out of paper',
      attempt: 3,
      ...execution,
    },
  }
}

/** An alert as the notifier gets it, unstored. */
export function makeClaimed(values: Partial<ClaimedAlert> = {}): ClaimedAlert {
  return {
    id: '01890000-0000-7000-8000-0000000000aa',
    organizationId: '01890000-0000-7000-8000-0000000000bb',
    organization: { name: 'Acme', slug: 'acme' },
    kind: 'webhook',
    target: 'http://127.0.0.1:9/',
    sealedUrl: null,
    sealedFor: null,
    type: 'execution.failed',
    event: makeEvent(),
    createdAt: new Date('2026-11-21T14:05:02.345Z'),
    attempt: 1,
    signingSecrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    ...values,
  }
}

/** Stores pending alerts of a failure, due now, each of an execution of its own. Returns their ids. */
export async function storeAlerts(
  { db }: Pool,
  organizationId: string,
  values: { kind: ClaimedAlert['kind']; target: string; type?: ClaimedAlert['type'] }[],
): Promise<string[]> {
  const rows = values.map(({ kind, target, type = 'execution.failed' }) => ({
    organizationId,
    kind,
    target,
    type,
    executionId: type === 'channel.test' ? null : randomUUID(),
    event: type === 'channel.test' ? null : makeEvent(),
  }))
  const stored = await db.insert(alerts).values(rows).returning({ id: alerts.id })
  return stored.map(({ id }) => id)
}

/** One alert as it stands, and in how many ms it is due. */
export async function readAlert({ sql }: Pool, id: string) {
  const [row] = await sql<
    {
      status: string
      attempt: number
      statusCode: number | null
      answer: string | null
      worker: string | null
      dueInMs: number
    }[]
  >`
    select status, attempt, status_code as "statusCode", answer, worker,
      (extract(epoch from ready_at - clock_timestamp()) * 1000)::float8 as "dueInMs"
    from alerts where id = ${id}`
  if (row === undefined) throw new Error('There is no such alert.')
  return row
}
