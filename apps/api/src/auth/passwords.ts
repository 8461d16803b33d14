import { hash, verify } from '@node-rs/argon2'
import { Problem } from '../problem.ts'

/** argon2id, the default of the package, at OWASP's minimum: 19 MiB, two passes, one lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const mostAtOnce = 2
const mostWaiting = 64

let running = 0
const waiting: (() => void)[] = []

/** Each hash takes 19 MiB and a core: two at once, a short queue, and then a refusal. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= mostAtOnce) {
    if (waiting.length >= mostWaiting) throw tooMany
    await new Promise<void>(resolve => waiting.push(resolve))
  } else running++
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next === undefined) running--
    else next()
  }
}

const tooMany = new Problem({
  status: 429,
  code: 'rate_limited',
  detail: 'Too many sign-ins at once; try again in a moment.',
  headers: { 'retry-after': '2' },
})

export const hashPassword = (password: string): Promise<string> =>
  inTurn(() => hash(password, cost))

let nobodys: Promise<string> | undefined

/** Compares a password with a hash; for a user who has none it works as long and says no. */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  nobodys ??= hash('nobody has this password', cost)
  const known = stored ?? (await nobodys)
  const same = await inTurn(() => verify(known, password))
  return stored !== null && same
}
