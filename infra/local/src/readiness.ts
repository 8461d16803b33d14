import { setTimeout as sleep } from 'node:timers/promises'
import { connect } from '@prikke/schema'

const lookEveryMs = 50
const patienceMs = 20_000

/** Waits until every process says that it is ready; says what is missing when that takes long. */
export async function untilReady(
  { host, port }: { host: string; port: number },
  say: (sentence: string) => void,
  signal: AbortSignal,
): Promise<void> {
  let sayAt = performance.now() + patienceMs
  for (;;) {
    const answer = await ask(`http://${reachable(host)}:${port}/ready`, signal)
    if (answer === 'ready') return
    signal.throwIfAborted()
    if (performance.now() > sayAt) {
      say(`Still waiting: ${answer}`)
      sayAt = performance.now() + patienceMs
    }
    await sleep(lookEveryMs, null, { signal })
  }
}

async function ask(url: string, signal: AbortSignal): Promise<string> {
  try {
    const response = await fetch(url, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(5_000)]),
    })
    return response.status === 200 ? 'ready' : await response.text()
  } catch {
    return 'the api does not answer yet'
  }
}

/** An address of this machine on which something listening on `host` is reached. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return host.includes(':') ? `[${host}]` : host
}

/** Whether anybody has an account: before that, the owner's is to be made. */
export async function anyAccount(databaseUrl: string): Promise<boolean> {
  const { sql, close } = connect(databaseUrl, { applicationName: 'prikke-start', max: 1 })
  try {
    const [row] = await sql<{ found: boolean }[]>`select exists (select from users) as found`
    return row?.found === true
  } finally {
    await close()
  }
}
