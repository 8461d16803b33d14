import type { Random } from './random.ts'

/** How the target treats a request, by the first folder of its path; `dns` never gets there. */
export const behaviours = {
  ok: 730,
  slow: 100,
  flaky: 40,
  fail: 30,
  missing: 12,
  gone: 6,
  hang: 30,
  drip: 10,
  reset: 14,
  gzip: 12,
  headers: 4,
  large: 2,
  dns: 10,
} as const
export type Behaviour = keyof typeof behaviours
export type Mix = Readonly<Record<Behaviour, number>>

/** A schedule before its time is known: instants count from the moment it is asked for. */
export type PlannedSchedule =
  | { type: 'cron'; expression: string; timezone: string }
  /** A minute of the day, `inMinutes` from now as a clock in that zone shows it. */
  | { type: 'daily'; inMinutes: number; timezone: string }
  | { type: 'once'; inMs: number }
  | { type: 'never' }

export type PlannedJob = {
  token: string
  behaviour: Behaviour
  schedule: PlannedSchedule
  timeoutMs: number
  retryAttempts: number
  overlap: 'allow' | 'skip'
  catchUp: 'latest' | 'all' | 'none'
  alertOn: 'change' | 'every'
}

/** Whom a step is about is drawn from those there are when it comes: `pick` modulo their number. */
export type Step = { at: number } & (
  | { kind: 'sync'; organization: number; jobs: PlannedJob[] }
  | { kind: 'sync-set'; jobs: PlannedJob[] }
  | { kind: 'create'; organization: number; job: PlannedJob }
  | { kind: 'run' | 'replay' | 'cancel'; pick: number }
  | {
      kind: 'edit'
      pick: number
      change: 'url' | 'schedule' | 'switch' | 'pause' | 'delete'
      behaviour: Behaviour
      schedule: PlannedSchedule
    }
  | { kind: 'channel'; organization: number }
)

export const organizationCount = 4
/** The organization whose jobs are one set that is sent whole, again and again. */
export const setOrganization = organizationCount - 1
/** Without clock changes: those have a proof of their own. */
const zones = ['UTC', 'America/Phoenix', 'Asia/Kathmandu', 'Asia/Kolkata', 'Pacific/Marquesas']
const largestSync = 500
/** Of the executions asked for, how many come how; edits and cancellations come beside them. */
const shares = {
  minutes: 0.18,
  ahead: 0.5,
  once: 0.18,
  run: 0.22,
  replay: 0.05,
  create: 0.03,
  edit: 0.03,
  cancel: 0.01,
}

export type LoadOptions = {
  seconds: number
  rate: number
  /** How far one-time jobs are made ahead, before the first fault: they need no api any more. */
  aheadSeconds?: number
  mix?: Mix
}

/**
 * Everything that people and programs will ask for in `seconds`, about `rate` executions a second.
 * `start` is asked before the first fault.
 */
export function planLoad(
  random: Random,
  { seconds, rate, aheadSeconds = seconds, mix = behaviours }: LoadOptions,
): { start: Step[]; steps: Step[] } {
  const planJob = createJobPlanner(random, mix)
  const many = (count: number, schedule: () => PlannedSchedule) =>
    Array.from({ length: Math.ceil(count) }, () => planJob(schedule()))
  const minutely = () => planMinutes(random)
  const soon = (): PlannedSchedule => ({ type: 'once', inMs: random.between(1_500, 15_000) })
  const later = (): PlannedSchedule => ({
    type: 'once',
    inMs: random.between(5_000, 5_000 + aheadSeconds * 1000),
  })
  const start: Step[] = []
  for (let organization = 0; organization < organizationCount; organization++) {
    const create = (job: PlannedJob): Step => ({ at: 0, kind: 'create', organization, job })
    if (organization === setOrganization) {
      start.push({ at: 0, kind: 'sync-set', jobs: many(40, minutely) })
      continue
    }
    const jobs = many((rate * shares.minutes * 60) / (organizationCount - 1), minutely)
    start.push({ at: 0, kind: 'sync', organization, jobs })
    const ahead = many((rate * shares.ahead * aheadSeconds) / (organizationCount - 1), later)
    for (let from = 0; from < ahead.length; from += largestSync) {
      const some = ahead.slice(from, from + largestSync)
      start.push({ at: 0, kind: 'sync', organization, jobs: some })
    }
    for (const job of many(10, () => ({ type: 'never' }))) start.push(create(job))
    for (const job of many(8, minutely)) start.push(create(job))
  }

  const steps: Step[] = []
  const anOrganization = () => random.between(0, organizationCount - 2)
  const times = (perSecond: number, step: (at: number) => Step) => {
    const count = Math.round(perSecond * seconds)
    for (let n = 0; n < count; n++) steps.push(step(random.next() * seconds * 1000))
  }
  times(1, at => {
    const jobs = many(rate * shares.once, soon)
    return { at, kind: 'sync', organization: anOrganization(), jobs }
  })
  times(0.2, at => ({ at, kind: 'sync-set', jobs: many(3, minutely) }))
  times(rate * shares.run, at => ({ at, kind: 'run', pick: random.between(0, 1e6) }))
  times(rate * shares.replay, at => ({ at, kind: 'replay', pick: random.between(0, 1e6) }))
  times(rate * shares.cancel, at => ({ at, kind: 'cancel', pick: random.between(0, 1e6) }))
  times(rate * shares.create, at => {
    const schedule = random.chance(0.6) ? soon() : minutely()
    return { at, kind: 'create', organization: anOrganization(), job: planJob(schedule) }
  })
  times(rate * shares.edit, at => ({
    at,
    kind: 'edit',
    pick: random.between(0, 1e6),
    change: random.weighted({ url: 4, schedule: 5, switch: 3, pause: 3, delete: 2 }),
    behaviour: random.weighted(mix),
    schedule: minutely(),
  }))
  times(0.2, at => ({ at, kind: 'channel', organization: anOrganization() }))
  return { start, steps: steps.sort((a, b) => a.at - b.at) }
}

function planMinutes(random: Random): PlannedSchedule {
  const timezone = random.pick(zones)
  if (random.chance(0.12)) return { type: 'daily', inMinutes: random.between(1, 6), timezone }
  const expression = random.weighted({ '* * * * *': 16, '*/2 * * * *': 1, '1-59/2 * * * *': 1 })
  return { type: 'cron', expression, timezone }
}

function createJobPlanner(random: Random, mix: Mix): (schedule: PlannedSchedule) => PlannedJob {
  let count = 0
  return schedule => {
    const behaviour = random.weighted(mix)
    return {
      token: `t${count++}`,
      behaviour,
      schedule,
      timeoutMs: random.pick([1_000, 2_000, 3_000, 3_000]),
      retryAttempts:
        behaviour === 'flaky' ? 1 : random.weighted({ '0': 3, '1': 1 }) === '0' ? 0 : 1,
      overlap: random.chance(0.1) ? 'skip' : 'allow',
      catchUp: random.weighted({ latest: 6, all: 2, none: 1 }),
      alertOn: random.chance(0.3) ? 'every' : 'change',
    }
  }
}
