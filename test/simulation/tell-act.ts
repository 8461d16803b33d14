import { clockOf } from './clock-of.ts'
import type { Definition } from './model/tables.ts'
import type { Act } from './script.ts'

const moods = {
  fails: 'answers 500',
  busy: 'answers 503 with a Retry-After',
  refuses: 'answers 404',
  hangs: 'does not answer',
  slow: 'answers just before the timeout',
  gone: 'answers 410',
  flaky: 'answers 500 every other time',
}
const strikes = {
  'dies-before': 'dies just before',
  'dies-after': 'dies just after',
  'stops-before': 'is stopped just before',
  'stops-after': 'is stopped just after',
  lost: 'loses, on the way to the database,',
  'answer-lost': 'never hears the answer to',
  'answer-late': 'hears late the answer to',
  late: 'gives up on, while it is still on its way,',
}
const points = {
  look: 'its next look at the clock of the jobs',
  read: 'its next reading of what is due',
  write: 'its next writing of occurrences',
  claim: 'its next claim',
  request: 'its next request',
  settle: 'its next settling',
  'switch-off': 'its next switching off of a job',
  alert: 'its next statement about alerts',
  tell: 'its next telling of an alert',
}

/** One step of a script in plain words. */
export function tellAct(act: Act): string {
  return `${clockOf(act.at)}  ${inWords(act)}`
}

function inWords(act: Act): string {
  const who = 'process' in act ? `${act.role} ${act.process + 1}` : ''
  switch (act.do) {
    case 'make': {
      const what = act.count === 1 ? `job ${act.job} is` : `${act.count} jobs from ${act.job} are`
      return `${what} made: ${definitionOf(act.definition)}`
    }
    case 'edit':
      return `job ${act.job} is edited: ${definitionOf(act.change)}`
    case 'delete':
      return `job ${act.job} is deleted`
    case 'run':
      return `job ${act.job} is run now${act.count > 1 ? `, ${act.count} times` : ''}`
    case 'cancel':
      return `the newest unfinished execution of job ${act.job} is cancelled`
    case 'replay':
      return `an execution of job ${act.job} is replayed`
    case 'target':
      return `the target of job ${act.job} ${moods[act.mood]} for ${spanOf(act.forMs)}`
    case 'receivers':
      return `receivers of alerts are of the mood “${act.mood}” for ${spanOf(act.forMs)}`
    case 'fault':
      return `from here on ${who} ${strikes[act.strike]} ${points[act.point]} (${spanOf(act.forMs)})`
    case 'stop':
      return `${who} is stopped for ${spanOf(act.forMs)}`
    case 'kill':
      return `${who} is killed, and back after ${spanOf(act.forMs)}`
    case 'kill-all':
      return `every ${act.role} is killed, and back after ${spanOf(act.forMs)}`
    case 'leave':
      return `${who} is asked to leave, and back ${spanOf(act.forMs)} later`
    case 'outage':
      return `the database is away for ${spanOf(act.forMs)}`
    case 'deaf':
      return `notifications are lost for ${spanOf(act.forMs)}`
  }
}

function definitionOf(definition: Partial<Definition>): string {
  const { schedule, intervalMinutes, ...others } = definition
  const when =
    schedule === undefined
      ? []
      : schedule.scheduleType === 'once'
        ? [`once at ${clockOf(schedule.scheduledAt)}`]
        : [`${schedule.cronExpression} ${schedule.timezone}`]
  const rest = Object.entries(others).map(([name, value]) => `${name} ${value}`)
  return [...when, ...rest].join(', ')
}

const spanOf = (ms: number) =>
  ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`
