import type { ChannelTest } from '@prikke/contract'
import { alerts } from '@prikke/schema'
import { and, eq } from 'drizzle-orm'
import { Problem } from './problem.ts'
import type { Services } from './services.ts'

const patienceMs = 15_000
const pollMs = 500

/** Waits until a channel's test has been sent or given up; looks at each hint, and twice a second. */
export async function awaitChannelTest(
  { pool, hub }: Pick<Services, 'pool' | 'hub'>,
  organizationId: string,
  alertId: string,
): Promise<ChannelTest> {
  const deadline = performance.now() + patienceMs
  let look = () => {}
  const unsubscribe = hub.subscribe(organizationId, () => look())
  try {
    while (performance.now() < deadline) {
      const hint = new Promise<void>(resolve => {
        look = resolve
      })
      const [row] = await pool.db
        .select({ status: alerts.status, statusCode: alerts.statusCode, answer: alerts.answer })
        .from(alerts)
        .where(and(eq(alerts.organizationId, organizationId), eq(alerts.id, alertId)))
      if (row === undefined) break
      if (row.status !== 'pending') return { ...row, status: row.status }
      await Promise.race([hint, poll()])
    }
  } finally {
    unsubscribe()
  }
  throw new Problem({
    status: 504,
    code: 'channel_test_timeout',
    detail: 'The sample has not been sent yet; its result will be among the alerts.',
  })
}

const poll = () =>
  new Promise<void>(resolve => {
    setTimeout(resolve, pollMs).unref()
  })
