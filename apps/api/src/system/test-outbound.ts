import type { OutboundTest } from '@prikke/contract'
import type { Sender } from '@prikke/outbound'

const timeoutMs = 10_000
/** Connections of this test are its own. */
const scope = 'self-test'

/** Calls the instance’s own echo as an executor would call a target, and says what came of it. */
export async function testOutbound(sender: Sender, appUrl: string): Promise<OutboundTest> {
  const url = new URL('/echo/self-test', appUrl).href
  const headers = { 'user-agent': 'Prikke self-test', 'accept-encoding': 'identity' }
  const reply = await sender.send({ url, method: 'GET', headers, body: null, timeoutMs, scope })
  const { timings } = reply
  const base = { url, timings: { ...timings, totalMs: timings.totalMs ?? 0 } }
  if (reply.kind === 'error') {
    const { code: errorCode, message, statusCode = null } = reply
    return { ...base, isFine: false, statusCode, errorCode, says: `${message}.` }
  }
  const isFine = reply.statusCode === 200
  const says = isFine
    ? 'APP_URL was found, and its echo answered.'
    : `Something else than Prikke’s echo answers at APP_URL, with ${reply.statusCode}. Look at the proxy in front of it.`
  return { ...base, isFine, statusCode: reply.statusCode, errorCode: null, says }
}
