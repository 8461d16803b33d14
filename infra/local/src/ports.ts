import { randomInt } from 'node:crypto'
import { createServer, type Server } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { Refusal } from './refusal.ts'

/** Below the ports that systems lend to outgoing calls, so that one stays free for a restart. */
const lowest = 20_000
const highest = 30_000

/** Distinct ports of 127.0.0.1 on which nothing listens. */
export async function freePorts(count: number): Promise<number[]> {
  const held: Server[] = []
  const ports: number[] = []
  while (ports.length < count) {
    const port = randomInt(lowest, highest)
    const server = await listen(port, '127.0.0.1')
    if (!(server instanceof Error)) {
      held.push(server)
      ports.push(port)
    }
  }
  await Promise.all(held.map(close))
  return ports
}

/**
 * @param waitMs how long to wait for whoever is leaving it.
 * @throws Refusal when the api could not listen there, with the way out.
 */
export async function mustBeFree(port: number, host: string, waitMs: number): Promise<void> {
  const giveUpAt = performance.now() + waitMs
  for (;;) {
    const error = await whyNotFree(port, host)
    if (error === null) return
    if (error.code !== 'EADDRINUSE' || performance.now() >= giveUpAt) {
      throw refused(error, port, host)
    }
    await sleep(100)
  }
}

async function whyNotFree(port: number, host: string): Promise<NodeJS.ErrnoException | null> {
  const server = await listen(port, host)
  if (server instanceof Error) return server
  await close(server)
  if (host !== '127.0.0.1') return null
  // A browser tries localhost at ::1 first: a stranger listening there would be shown instead.
  const other = await listen(port, '::1')
  if (other instanceof Error) return other.code === 'EADDRINUSE' ? other : null
  await close(other)
  return null
}

function refused({ code, message }: NodeJS.ErrnoException, port: number, host: string): Refusal {
  switch (code) {
    case 'EADDRINUSE':
      return new Refusal(
        `Port ${port} is in use by another program. Stop that one, or choose another port: PORT=${port + 1} npx pnpm@12 start`,
      )
    case 'EACCES':
      return new Refusal(`This user may not listen on port ${port}. Choose one from 1024 up: PORT.`)
    default:
      return new Refusal(`Prikke cannot listen on ${host}, port ${port} (${message}): HOST, PORT.`)
  }
}

function listen(port: number, host: string): Promise<Server | NodeJS.ErrnoException> {
  return new Promise(resolve => {
    const server = createServer()
    server.once('error', resolve)
    server.listen(port, host, () => resolve(server))
  })
}

function close(server: Server): Promise<void> {
  return new Promise(resolve => server.close(() => resolve()))
}
