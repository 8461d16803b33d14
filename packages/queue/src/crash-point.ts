type Place = {
  /** What is done when the process dies there, and what is not. */
  between: string
  /** With PostgreSQL, unanswered: death comes within a few ms, while it works on the statement. */
  inFlight?: true
}

/** Every place where a process can be told to die, for the harness that proves it harmless. */
export const crashPoints = {
  'tick-planned': { between: 'occurrences are computed, nothing of them is written' },
  'tick-writing': { between: 'rows and the advance of their jobs are sent', inFlight: true },
  'tick-written': { between: 'rows and the advance of their jobs are committed' },
  'jobs-resuming': { between: 'jobs whose pause is over are sent to go on', inFlight: true },
  'jobs-resumed': { between: 'jobs whose pause is over go on, their first row is not written' },
  'partition-making': { between: 'a day is made and filled, its transaction is open' },
  'partition-made': { between: 'one table has the day, the other may not have it yet' },
  'day-detached': { between: 'a past day is out of history, it is not counted yet' },
  'day-counted': { between: 'a past day is counted, its transaction is open' },
  'edit-stopped': { between: 'what is due is written, what is not due is not withdrawn yet' },
  'job-committed': { between: 'a job is made, its maker has no answer' },
  'run-committed': { between: 'an execution is in the queue, who asked for it has no answer' },
  'sync-committed': { between: 'many jobs are changed, who asked for it has no answer' },
  'replay-feeding': { between: 'a thousand of a replay are sent to be queued', inFlight: true },
  'replay-fed': { between: 'a thousand of a replay are queued and counted' },
  'executions-claimed': { between: 'executions are leased, none of them is sent' },
  'execution-sent': { between: 'the target has answered, nobody else knows' },
  'executions-settling': { between: 'results are sent to be stored', inFlight: true },
  'executions-settled': { between: 'results are committed, the worker goes on' },
  'target-gone': { between: 'a 410 is stored, its job is not switched off yet' },
  'alerts-claimed': { between: 'alerts are leased, none of them is told' },
  'alert-sent': { between: 'the receiver has answered, nobody else knows' },
  'alerts-settling': { between: 'answers of receivers are sent to be stored', inFlight: true },
  'alerts-settled': { between: 'answers of receivers are committed' },
  'mail-sent': { between: 'the relay has taken a mail, nobody else knows' },
} as const satisfies Record<string, Place>

export type CrashPoint = keyof typeof crashPoints

const longestFlightMs = 4
const [armed, visit = '1'] = (process.env.PRIKKE_CRASH_POINT ?? '').split(':')
let visitsLeft = Number(visit)

/**
 * Nothing, unless PRIKKE_CRASH_POINT names this place (`name`, or `name:3` for the third visit):
 * then the process ends itself by SIGKILL.
 */
export function crashPoint(name: CrashPoint): void {
  if (armed !== name || --visitsLeft !== 0) return
  const place: Place = crashPoints[name]
  if (place.inFlight) setTimeout(die, Math.random() * longestFlightMs)
  else die()
}

const die = () => process.kill(process.pid, 'SIGKILL')
