import type { Definition } from './model/tables.ts'
import { createRandom, pick } from './random.ts'
import {
  type Act,
  type Mood,
  type Point,
  processCounts,
  type Role,
  type Script,
  type Strike,
} from './script.ts'

const minuteMs = 60_000
/** A plain day, and the two nights in which Oslo and Lord Howe change their clocks. */
const starts = [
  Date.parse('2026-11-21T11:30:00Z'),
  Date.parse('2027-03-28T00:45:00Z'),
  Date.parse('2027-10-31T00:45:00Z'),
  Date.parse('2027-10-02T15:10:00Z'),
] as const
const expressions = [
  ['* * * * *', 1],
  ['* * * * *', 1],
  ['* * * * *', 1],
  ['*/2 * * * *', 2],
  ['1-59/2 * * * *', 2],
  ['*/5 * * * *', 5],
  ['7,37 * * * *', 30],
  ['30 2 * * *', 1440],
  ['0,30 1-3 * * *', 30],
  ['*/20 2 * * *', 20],
  ['0 * * * *', 60],
] as const
const zones = ['UTC', 'UTC', 'Europe/Oslo', 'Australia/Lord_Howe'] as const
const hosts = ['a.test', 'b.test', 'c.test'] as const
const points: Record<Role, readonly [Point, ...Point[]]> = {
  scheduler: ['look', 'read', 'write', 'write', 'write'],
  executor: ['claim', 'claim', 'request', 'settle', 'settle', 'switch-off'],
  notifier: ['alert', 'tell'],
}
const strikes = [
  'dies-before',
  'dies-after',
  'stops-before',
  'stops-after',
  'lost',
  'answer-lost',
  'answer-late',
  'late',
] as const satisfies readonly Strike[]
const roles = ['scheduler', 'executor', 'executor', 'executor', 'notifier'] as const
const moods = [
  'fails',
  'fails',
  'flaky',
  'busy',
  'refuses',
  'hangs',
  'slow',
  'slow',
  'gone',
] as const
const jobSpan = 1_000

/** The script of a seed: some dozen jobs, half an hour, and a fault or an act every half minute. */
export function writeScript(seed: number): Script {
  const random = createRandom(seed)
  const startAt = pick(starts, random())
  const healAt = startAt + Math.floor(20 + random() * 16) * minuteMs
  const jobCount = 50 + Math.floor(random() * 60)
  const acts: Act[] = []
  const troubled: number[] = []
  for (let number = 1; number <= jobCount; number++) {
    // One in a hundred is a crowd: beyond its first 500 an organization goes to the bulk class.
    const count = random() < 0.004 ? 600 : 1
    const at = random() < 0.8 ? startAt : instant(random, startAt, healAt)
    acts.push({
      at,
      do: 'make',
      job: number * jobSpan,
      count,
      organization: Math.floor(random() * 3),
      definition: defineJob(random, at, count > 1),
    })
    if (random() < 0.25) {
      acts.push(trouble(random, at, number * jobSpan, healAt))
      troubled.push(number * jobSpan)
    }
  }
  const actCount = 40 + Math.floor(random() * 60)
  for (let left = actCount; left > 0; left--) {
    const anyJob = Math.ceil(random() * jobCount) * jobSpan
    const job = random() < 0.6 ? (troubled[left % troubled.length] ?? anyJob) : anyJob
    const at = instant(random, startAt, healAt)
    acts.push(random() < 0.5 ? fault(random, at) : deed(random, at, job))
  }
  const inTime = acts.filter(({ at }) => at < healAt).sort((a, b) => a.at - b.at)
  return { seed, startAt, healAt, chunkSize: pick([40, 200, 5_000], random()), acts: inTime }
}

type Random = () => number

/** Every other instant lies where a minute begins: there is where things happen. */
function instant(random: Random, from: number, until: number): number {
  const at = from + random() * (until - from)
  if (random() < 0.5) return Math.floor(at)
  return Math.floor(Math.round(at / minuteMs) * minuteMs - 2_500 + random() * 3_000)
}

/** A definition as people write it, around an instant. */
export function defineJob(random: Random, now: number, isOnce: boolean): Definition {
  const timezone = pick(zones, random())
  const [cronExpression, intervalMinutes] = pick(expressions, random())
  const scheduledAt = Math.floor(now + 500 + random() * 20 * minuteMs)
  const once = isOnce || random() < 0.08
  return {
    schedule: once
      ? { scheduleType: 'once', scheduledAt, timezone }
      : { scheduleType: 'cron', cronExpression, timezone },
    host: pick(hosts, random()),
    intervalMinutes: once ? null : intervalMinutes,
    enabled: random() < 0.97,
    retryAttempts: Math.floor(random() * 4),
    timeoutMs: pick([1_000, 3_000, 15_000, 40_000], random()),
    overlap: random() < 0.7 ? 'allow' : 'skip',
    catchUp: pick(['latest', 'latest', 'all', 'none'], random()),
    alertOn: random() < 0.7 ? 'change' : 'every',
  }
}

/** A target that is never well: what is sent to it is tried again and again. */
function trouble(random: Random, at: number, job: number, until: number): Act {
  const mood = pick<Mood>(['flaky', 'fails', 'busy', 'slow', 'hangs', 'hangs'], random())
  return { at, do: 'target', job, mood, forMs: until - at }
}

function span(random: Random): number {
  const [least, most] = pick(
    [
      [50, 900],
      [1_000, 10_000],
      [32_000, 130_000],
    ],
    random(),
  )
  return Math.floor(least + random() * (most - least))
}

function fault(random: Random, at: number): Act {
  const role = pick(roles, random())
  const process = Math.floor(random() * processCounts[role])
  const forMs = span(random)
  const kind = random()
  if (kind < 0.72) {
    const point = pick(points[role], random())
    return { at, do: 'fault', role, process, point, strike: pick(strikes, random()), forMs }
  }
  if (kind < 0.79) return { at, do: 'stop', role, process, forMs }
  if (kind < 0.85) return { at, do: 'kill', role, process, forMs }
  if (kind < 0.9) return { at, do: 'leave', role, process, forMs }
  if (kind < 0.94) return { at, do: 'kill-all', role, forMs: forMs * (random() < 0.3 ? 6 : 1) }
  if (kind < 0.97) return { at, do: 'outage', forMs }
  return { at, do: 'deaf', forMs }
}

function deed(random: Random, at: number, job: number): Act {
  const kind = random()
  const forMs = span(random) * 2
  if (kind < 0.4) return { at, do: 'target', job, mood: pick(moods, random()), forMs }
  if (kind < 0.45) {
    return { at, do: 'receivers', mood: pick(['away', 'refuse', 'slow'], random()), forMs }
  }
  if (kind < 0.6) return { at, do: 'edit', job, change: change(random, at) }
  if (kind < 0.69) return { at, do: 'edit', job, change: { enabled: random() < 0.3 } }
  if (kind < 0.72) return { at, do: 'delete', job }
  if (kind < 0.83) return { at, do: 'run', job, count: 1 + Math.floor(random() ** 8 * 900) }
  if (kind < 0.92) return { at, do: 'cancel', job }
  return { at, do: 'replay', job }
}

/** Some of a definition; a schedule and its interval always together. */
function change(random: Random, at: number): Partial<Definition> {
  const { schedule, intervalMinutes, enabled, ...others } = defineJob(random, at, false)
  const kind = random()
  if (kind < 0.3) return { schedule, intervalMinutes }
  if (kind < 0.6) return { schedule, intervalMinutes, enabled: true, ...others }
  if (kind < 0.8) return { overlap: others.overlap, catchUp: others.catchUp }
  return { retryAttempts: others.retryAttempts, timeoutMs: others.timeoutMs, enabled }
}
