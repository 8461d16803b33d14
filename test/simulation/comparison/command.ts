import type { Definition } from '../model/tables.ts'
import { createRandom, pick } from '../random.ts'
import { defineJob } from '../write-script.ts'

/** What one attempt brought; delays in whole ms, as the clock of the comparison has them. */
export type Brought =
  | { kind: 'success' | 'failed' | 'timeout' | 'gone' }
  | { kind: 'retry'; delayMs: number; status: 'failed' | 'timeout' }
  | { kind: 'released'; started: boolean }
  | { kind: 'gave_way'; isHostSlow: boolean }

/**
 * One statement of the queue, or a step of the clock. `pick` (0 to 1) chooses among what there is
 * when it comes to it, so that a script stays a script when a step is taken out.
 */
export type Command =
  | { do: 'wait'; ms: number; toMinute: boolean }
  | { do: 'make'; job: number; organization: number; definition: Definition }
  | { do: 'edit'; job: number; change: Partial<Definition> }
  | { do: 'delete'; job: number }
  | { do: 'run'; job: number }
  | { do: 'replay'; pick: number }
  | { do: 'cancel'; pick: number }
  | { do: 'tick' }
  | { do: 'claim'; limit: number; isReserve: boolean }
  | { do: 'settle'; brought: Brought[]; isForgotten: boolean; isReversed: boolean }
  | { do: 'claim-alerts' }
  | { do: 'settle-alerts'; outcomes: ('sent' | 'dead' | 'retry' | 'released')[] }

export type CommandScript = { seed: number; startAt: number; commands: Command[] }

const minuteMs = 60_000
const jobCount = 5
const starts = [
  Date.parse('2026-11-21T11:58:30Z'),
  Date.parse('2027-03-28T00:57:00Z'),
  Date.parse('2027-10-31T00:57:00Z'),
] as const
const waits = [1, 900, 10_000, 31_500, 61_000, 95_000, 40 * minuteMs] as const
/** Around the lead of two seconds, the instant, and the minute after which it is late. */
const beside = [-2_001, -2_000, -1, 0, 1, 60_000, 60_001] as const
const longestDelayMs = 20_000

export function writeCommands(seed: number): CommandScript {
  const random = createRandom(seed)
  const startAt = pick(starts, random())
  const commands: Command[] = []
  for (let left = 25 + Math.floor(random() * 30); left > 0; left--) {
    commands.push(...steps(random, startAt))
  }
  return { seed, startAt, commands }
}

/** A command, often with those that it makes sense with. */
function steps(random: () => number, at: number): Command[] {
  const job = Math.ceil(random() * jobCount)
  const limit = 1 + Math.floor(random() * 12)
  const claim: Command = { do: 'claim', limit, isReserve: random() < 0.15 }
  const kind = random()
  if (kind < 0.13) {
    const organization = Math.floor(random() * 2)
    return [{ do: 'make', job, organization, definition: defineJob(random, at, false) }]
  }
  if (kind < 0.3) return [wait(random), { do: 'tick' }, ...(random() < 0.7 ? [claim] : [])]
  if (kind < 0.4) return [...aheadOf(random), byPeople(random, job, at)]
  if (kind < 0.52) return [claim, settle(random)]
  if (kind < 0.54) return [claim, byPeople(random, job, at), settle(random)]
  if (kind < 0.57) return [claim, ...switchedOffInFlight(random, job)]
  if (kind < 0.62) return [settle(random)]
  if (kind < 0.7) return [{ do: 'run', job }]
  if (kind < 0.74) return [{ do: 'replay', pick: random() }]
  if (kind < 0.91) return [byPeople(random, job, at)]
  if (kind < 0.96) return [{ do: 'claim-alerts' }, tell(random)]
  const lease: Command = { do: 'wait', toMinute: false, ms: 95_000 }
  return [{ do: 'claim-alerts' }, lease, { do: 'claim-alerts' }, tell(random)]
}

/** What is due within the lead has its row, and its instant is still to come. */
function aheadOf(random: () => number): Command[] {
  return [{ do: 'wait', toMinute: true, ms: pick([-2_000, -900, -1], random()) }, { do: 'tick' }]
}

/** Its request is under way, and what it brings calls for a retry. */
function switchedOffInFlight(random: () => number, job: number): Command[] {
  const brought = Array.from({ length: 8 }, () => tryAgain(random))
  const off: Command = { do: 'edit', job, change: { enabled: false } }
  return [off, { do: 'settle', brought, isForgotten: true, isReversed: false }]
}

function byPeople(random: () => number, job: number, at: number): Command {
  const kind = random()
  if (kind < 0.35) return { do: 'cancel', pick: random() }
  if (kind < 0.9) return { do: 'edit', job, change: change(random, at) }
  return { do: 'delete', job }
}

function wait(random: () => number): Command {
  const toMinute = random() < 0.6
  return { do: 'wait', toMinute, ms: toMinute ? pick(beside, random()) : pick(waits, random()) }
}

function settle(random: () => number): Command {
  const brought = Array.from({ length: 1 + Math.floor(random() * 8) }, () => bring(random))
  return { do: 'settle', brought, isForgotten: random() < 0.8, isReversed: random() < 0.3 }
}

function bring(random: () => number): Brought {
  const kind = random()
  if (kind < 0.3) return { kind: 'success' }
  if (kind < 0.45) return { kind: 'failed' }
  if (kind < 0.5) return { kind: 'timeout' }
  if (kind < 0.55) return { kind: 'gone' }
  if (kind < 0.7) return { kind: 'released', started: random() < 0.5 }
  if (kind < 0.77) return { kind: 'gave_way', isHostSlow: random() < 0.7 }
  return tryAgain(random)
}

function tryAgain(random: () => number): Brought {
  const delayMs = Math.floor(random() * longestDelayMs)
  return { kind: 'retry', delayMs, status: random() < 0.7 ? 'failed' : 'timeout' }
}

function tell(random: () => number): Command {
  const outcomes = Array.from({ length: 6 }, () =>
    pick(['sent', 'dead', 'retry', 'released'] as const, random()),
  )
  return { do: 'settle-alerts', outcomes }
}

function change(random: () => number, at: number): Partial<Definition> {
  const { enabled, ...definition } = defineJob(random, at, false)
  const kind = random()
  if (kind < 0.35) return { enabled: kind < 0.2 }
  if (kind < 0.6) return definition
  const { retryAttempts, timeoutMs, overlap, catchUp, alertOn } = definition
  return kind < 0.8 ? { retryAttempts, timeoutMs, alertOn } : { overlap, catchUp, enabled }
}
