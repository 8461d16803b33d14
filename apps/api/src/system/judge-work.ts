import type { System, SystemCheck } from '@prikke/contract'
import { spanInWords } from './check.ts'

type Judged = Pick<System, 'schedule' | 'queue' | 'lateness' | 'alerts' | 'mails' | 'retention'>

/** From when on something is to be looked at, and from when on it does not work, in ms. */
const limits = {
  tick: { warn: 5_000, bad: 15_000 },
  due: { warn: 5_000, bad: 60_000 },
  late: { warn: 1_000, bad: 5_000 },
  told: { warn: 60_000, bad: 600_000 },
  retention: { warn: 3 * 3_600_000, bad: 26 * 3_600_000 },
}

/** Whether what is to be done is done in time. */
export const judgeWork = (work: Judged): SystemCheck[] => [
  judgeTick(work.schedule),
  judgeQueue(work.queue),
  judgeLateness(work.lateness),
  judgeTold('alerts', work.alerts),
  judgeTold('mails', work.mails),
  judgeRetention(work.retention),
]

function judgeTick({ sinceTickMs, unwritten, oldestUnwrittenMs }: Judged['schedule']): SystemCheck {
  if (sinceTickMs === null) {
    return { name: 'tick', level: 'bad', says: 'No scheduler has ticked.' }
  }
  const behindMs = Math.max(oldestUnwrittenMs ?? 0, sinceTickMs)
  const level = levelAt(behindMs, limits.tick)
  const ticked = `The last tick was ${spanInWords(sinceTickMs)} ago`
  if (unwritten === 0) return { name: 'tick', level, says: `${ticked}; nothing is overdue.` }
  const overdue = `${jobs(unwritten)} due and not queued yet, the oldest for ${spanInWords(oldestUnwrittenMs ?? 0)}`
  return { name: 'tick', level, says: `${ticked}; ${overdue}.` }
}

function judgeQueue({ due, oldestDueMs }: Judged['queue']): SystemCheck {
  if (oldestDueMs === null) return { name: 'queue', level: 'ok', says: 'Nothing waits.' }
  const level = levelAt(oldestDueMs, limits.due)
  const says = `${executions(due)} for an executor, the oldest for ${spanInWords(oldestDueMs)}.`
  const advice =
    level === 'ok'
      ? ''
      : ' Start more executors, or raise EXECUTOR_CONCURRENCY where slots are full.'
  return { name: 'queue', level, says: says + advice }
}

function judgeLateness({ p50, p99, sampleCount }: Judged['lateness']): SystemCheck {
  if (p50 === null || p99 === null) {
    return { name: 'lateness', level: 'ok', says: 'Nothing ran within the last 15 minutes.' }
  }
  const of = sampleCount === 1 ? 'one execution' : `${grouped(sampleCount)} executions`
  return {
    name: 'lateness',
    level: levelAt(p99, limits.late),
    says: `Half started within ${spanInWords(Math.max(0, p50))}, 99 % within ${spanInWords(Math.max(0, p99))}; of ${of} in 15 minutes.`,
  }
}

function judgeTold(name: 'alerts' | 'mails', told: Judged['alerts']): SystemCheck {
  const { waiting, oldestMs, dead } = told
  const words = name === 'alerts' ? ['alert', 'alerts'] : ['mail', 'mails']
  const some = (many: number) => `${grouped(many)} ${many === 1 ? words[0] : words[1]}`
  const level = levelAt(oldestMs ?? 0, limits.told)
  const waits =
    waiting === 0
      ? `No ${words[0]} waits`
      : `${some(waiting)} ${waiting === 1 ? 'waits' : 'wait'}, the oldest for ${spanInWords(oldestMs ?? 0)}`
  if (dead === 0) return { name, level, says: `${waits}.` }
  const says = `${waits}; ${some(dead)} given up within a day.`
  return { name, level: level === 'ok' ? 'warn' : level, says }
}

function judgeRetention({ sinceSuccessMs }: Judged['retention']): SystemCheck {
  if (sinceSuccessMs === null) {
    return { name: 'retention', level: 'warn', says: 'No scheduler has tidied up yet.' }
  }
  return {
    name: 'retention',
    level: levelAt(sinceSuccessMs, limits.retention),
    says: `What is past keeping was removed ${spanInWords(sinceSuccessMs)} ago.`,
  }
}

function levelAt(ms: number, { warn, bad }: { warn: number; bad: number }): SystemCheck['level'] {
  if (ms >= bad) return 'bad'
  return ms >= warn ? 'warn' : 'ok'
}

const grouped = (count: number) => count.toLocaleString('en-US')
const jobs = (count: number) => `${grouped(count)} ${count === 1 ? 'job is' : 'jobs are'}`
const executions = (count: number) =>
  `${grouped(count)} ${count === 1 ? 'execution waits' : 'executions wait'}`
