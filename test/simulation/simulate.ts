import { Account } from './account.ts'
import { createExecutor } from './actors/executor.ts'
import { createNotifier } from './actors/notifier.ts'
import { doByPeople } from './actors/people.ts'
import { createScheduler } from './actors/scheduler.ts'
import type { World } from './actors/world.ts'
import { Ledger } from './ledger.ts'
import type { PlantedFault } from './model/planted-fault.ts'
import { createTables } from './model/tables.ts'
import { type Act, processCounts, type Role, type Script } from './script.ts'
import { Shares } from './shares.ts'
import { Tellings } from './tellings.ts'
import { Timeline } from './timeline.ts'
import { Violation } from './violation.ts'

const minuteMs = 60_000
const pollMs = 1_000
/** With nothing more to write, what is left waits for retries: looking seldom saves only time. */
const drainPollMs = 30_000
const longestDrainMs = 8 * 60 * minuteMs
const drainStepMs = 10_000
/** Healed, the tick needs no longer than this to be at the present. */
const settledAfterMs = 5_000

export type Note = {
  at: number
  sentence: string
  jobId: number | null
  scheduledFor: number | null
}
export type Run = {
  executionCount: number
  /** Instant at which everything was drained. */
  endedAt: number
  violation: Violation | null
}

/** Runs one script to its end on the model. Nothing in it depends on anything but its arguments. */
export function simulate(
  script: Script,
  plant: PlantedFault | null = null,
  notes: Note[] | null = null,
): Run {
  const world = createWorld(script, plant, notes)
  const { timeline, ledger } = world
  let violation: Violation | null = null
  try {
    play(world, script)
  } catch (error) {
    if (!(error instanceof Violation)) throw error
    violation = error
  }
  return { executionCount: ledger.executionCount, endedAt: timeline.now, violation }
}

function createWorld(script: Script, plant: PlantedFault | null, notes: Note[] | null): World {
  const { seed, startAt, healAt, chunkSize } = script
  const account = new Account(startAt - 10 * minuteMs, healAt + 10 * minuteMs)
  const channel = (id: number) => ({ id, enabled: true })
  const organizations = [
    { id: 0, tier: 'pro' as const, channels: [channel(1)] },
    { id: 1, tier: 'free' as const, channels: [channel(2), channel(3)] },
    { id: 2, tier: 'free' as const, channels: [] },
  ]
  const timeline = new Timeline(startAt)
  const world: World = {
    timeline,
    seed,
    account,
    chunkSize,
    ledger: new Ledger(account),
    tellings: new Tellings(),
    shares: new Shares(),
    tables: createTables(organizations, plant),
    databaseAwayUntil: 0,
    deafUntil: 0,
    pollMs,
    isClosed: false,
    targets: new Map(),
    receivers: null,
    actors: { scheduler: [], executor: [], notifier: [] },
    note:
      notes === null
        ? null
        : (sentence, about) =>
            notes.push({
              at: timeline.now,
              sentence,
              jobId: about?.jobId ?? null,
              scheduledFor: about?.scheduledFor ?? null,
            }),
  }
  const make = { scheduler: createScheduler, executor: createExecutor, notifier: createNotifier }
  for (const role of ['scheduler', 'executor', 'notifier'] as const) {
    for (let number = 0; number < processCounts[role]; number++) {
      world.actors[role].push(make[role](world, number))
    }
  }
  return world
}

function play(world: World, script: Script): void {
  const { timeline, tables, ledger, actors } = world
  const all = Object.values(actors).flat()
  for (const { process } of all) timeline.at(timeline.now, () => process.begin())
  for (const act of script.acts) timeline.at(act.at, () => perform(world, act))
  timeline.runUntil(script.healAt)
  heal(world)
  timeline.runUntil(script.healAt + settledAfterMs)
  world.isClosed = true
  world.pollMs = drainPollMs
  const sureUntil = timeline.now - pollMs
  const horizon = timeline.now + pollMs * 4
  const isDrained = () =>
    tables.queue.size === 0 &&
    tables.pendingAlerts.size === 0 &&
    all.every(({ handCount }) => handCount() === 0)
  const until = timeline.now + longestDrainMs
  while (!isDrained() && timeline.now < until) timeline.runUntil(timeline.now + drainStepMs)
  ledger.finish(tables, sureUntil, horizon)
}

function heal(world: World): void {
  world.databaseAwayUntil = 0
  world.deafUntil = 0
  world.targets.clear()
  world.receivers = null
  for (const { process } of Object.values(world.actors).flat()) process.heal()
}

function perform(world: World, act: Act): void {
  const { timeline, actors } = world
  const until = 'forMs' in act ? timeline.now + act.forMs : 0
  const actor = (role: Role, number: number) => actors[role][number]
  switch (act.do) {
    case 'fault':
      actor(act.role, act.process)?.process.arm(act)
      break
    case 'stop':
      actor(act.role, act.process)?.process.stop(act.forMs)
      break
    case 'kill':
      actor(act.role, act.process)?.process.die(act.forMs)
      break
    case 'kill-all':
      for (const { process } of actors[act.role]) process.die(act.forMs)
      break
    case 'leave':
      actor(act.role, act.process)?.leave(act.forMs)
      break
    case 'outage':
      world.databaseAwayUntil = Math.max(world.databaseAwayUntil, until)
      break
    case 'deaf':
      world.deafUntil = Math.max(world.deafUntil, until)
      break
    case 'target':
      world.targets.set(act.job, { mood: act.mood, until })
      break
    case 'receivers':
      world.receivers = { mood: act.mood, until }
      break
    default:
      doByPeople(world, act)
  }
}
