import { lookup, Resolver as NameServers } from 'node:dns/promises'
import { isPrivateName } from './host-name.ts'

export type Answer = { ok: true; addresses: readonly string[] } | { ok: false; message: string }

/** Turns a name into all of its addresses. Whether they may be called is not its business. */
export type Resolver = { resolve(hostname: string): Promise<Answer> }

type Found = { address: string; ttl: number }

const longestLifeMs = 30_000
const failureLifeMs = 2_000
/** The system's resolver tells no time to live. */
const systemTtl = 10
const mostNames = 1_000

/**
 * Asks the name servers of this machine (c-ares, which knows neither /etc/hosts nor search
 * domains), and remembers answers for their time to live, at most 30 s. With `systemNames`, private
 * names and names that DNS does not know go to the system's resolver as well.
 */
export function createResolver(options: {
  systemNames: boolean
  /** `address:port` of the name servers, instead of the machine's. */
  servers?: readonly string[]
  timeoutMs?: number
}): Resolver {
  const { systemNames, servers, timeoutMs = 5_000 } = options
  const nameServers = new NameServers({ timeout: 2_000, tries: 2 })
  if (servers !== undefined) nameServers.setServers(servers)
  const cache = new Map<string, { answer: Promise<Answer>; until: number }>()

  async function find(hostname: string): Promise<Found[]> {
    if (systemNames && isPrivateName(hostname)) return within(askSystem(hostname), timeoutMs)
    const found = await collect([
      within(nameServers.resolve4(hostname, { ttl: true }), timeoutMs),
      within(nameServers.resolve6(hostname, { ttl: true }), timeoutMs),
    ])
    return found.length === 0 && systemNames ? within(askSystem(hostname), timeoutMs) : found
  }

  async function answerFor(hostname: string): Promise<{ answer: Answer; lifeMs: number }> {
    try {
      const found = await find(hostname)
      if (found.length === 0) return failure('The name of the host does not exist')
      const shortestTtl = Math.min(...found.map(({ ttl }) => ttl))
      const lifeMs = Math.min(Math.max(shortestTtl, 1) * 1_000, longestLifeMs)
      return { answer: { ok: true, addresses: found.map(({ address }) => address) }, lifeMs }
    } catch {
      return failure('The name of the host could not be resolved')
    }
  }

  return {
    resolve(hostname) {
      const known = cache.get(hostname)
      if (known !== undefined && known.until > performance.now()) return known.answer
      const resolved = answerFor(hostname)
      const entry = {
        answer: resolved.then(({ answer }) => answer),
        until: Number.POSITIVE_INFINITY,
      }
      void resolved.then(({ lifeMs }) => {
        entry.until = performance.now() + lifeMs
      })
      cache.delete(hostname)
      cache.set(hostname, entry)
      const [oldest] = cache.keys()
      if (cache.size > mostNames && oldest !== undefined) cache.delete(oldest)
      return entry.answer
    },
  }
}

/** The records of both families; one family may be missing or out of order, not both. */
async function collect(queries: Promise<Found[]>[]): Promise<Found[]> {
  const answers = await Promise.allSettled(queries)
  const found = answers.flatMap(answer => (answer.status === 'fulfilled' ? answer.value : []))
  const broken = answers.find(answer => answer.status === 'rejected' && !isAbsent(answer.reason))
  if (found.length === 0 && broken?.status === 'rejected') throw broken.reason
  return found
}

async function askSystem(hostname: string): Promise<Found[]> {
  try {
    const addresses = await lookup(hostname, { all: true, order: 'ipv4first' })
    return addresses.map(({ address }) => ({ address, ttl: systemTtl }))
  } catch (error) {
    if (isAbsent(error)) return []
    throw error
  }
}

function isAbsent(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    (error.code === 'ENOTFOUND' || error.code === 'ENODATA')
  )
}

function failure(message: string): { answer: Answer; lifeMs: number } {
  return { answer: { ok: false, message }, lifeMs: failureLifeMs }
}

async function within<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error('too late')), timeoutMs)
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
