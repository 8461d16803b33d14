import { performance } from 'node:perf_hooks'
import { reservePorts } from '@prikke/service/reserve-ports'
import { checkAll, type Violation } from './checks/all-checks.ts'
import { type FaultedDatabase, openFaultedDatabase } from './database.ts'
import { drain, retireSchedules } from './drain.ts'
import { collectEvidence } from './evidence.ts'
import { createFaultLog, type FaultLog, type FaultSpan } from './fault-log.ts'
import { type Fleet, startFleet } from './fleet.ts'
import { watchStandstills } from './own-standstills.ts'
import { slotNames } from './plan-faults.ts'
import { type Receiver, startReceiver } from './receiver.ts'
import { type Report, reportOf } from './report.ts'
import { openWitness, type Witness } from './witness.ts'

/** All of Prikke as it runs somewhere, with everything around it in our hands. */
export type Stage = {
  database: FaultedDatabase
  fleet: Fleet
  receiver: Receiver
  log: FaultLog
  witness: Witness
  say: (what: string) => void
}

export type Verdict = { report: Report; violations: Violation[]; faults: FaultSpan[] }

export type StageOptions = {
  name: string
  /** Load and faults that take longer than this have got stuck. */
  actWithinMs: number
  /** Leases of dead workers end at once when it is over, not by themselves. */
  hurry: boolean
  say: (line: string) => void
}

const drainWithinMs = 240_000

async function inTime(acting: Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not over after ${ms / 1000} s`)), ms)
  })
  await Promise.race([acting, late]).finally(() => clearTimeout(timer))
}

/**
 * Sets up a Prikke of its own, lets `act` do to it what it will, heals everything, waits until
 * nothing is left to do, and judges what is there. Nothing of it outlives the call.
 */
export async function playOn(
  { name, actWithinMs, hurry, say }: StageOptions,
  act: (stage: Stage) => Promise<void>,
): Promise<Verdict> {
  const startedAt = performance.now()
  const seconds = () => Math.round((performance.now() - startedAt) / 1000)
  const log = createFaultLog()
  const stopWatching = watchStandstills(log)
  const [targetPort = 0, ...ports] = await reservePorts(slotNames.length + 2)
  const database = await openFaultedDatabase()
  const receiver = await startReceiver(targetPort)
  const fleet = await startFleet({ databaseUrl: database.url, ports, log })
  try {
    await fleet.heal()
    const witness = await openWitness(fleet.apiUrl, receiver.url)
    const sayHere = (what: string) => say(`${name}: ${seconds()} s  ${what}`)
    const actedAt = performance.now()
    const stage = { database, fleet, receiver, log, witness, say: sayHere }
    await inTime(act(stage), actWithinMs)
    const actedSeconds = (performance.now() - actedAt) / 1000
    sayHere('healing')
    await fleet.heal()
    await retireSchedules(database, witness)
    sayHere('draining')
    const left = await drain(database, fleet, { hurry, withinMs: drainWithinMs }).then(
      () => null,
      (error: Error) => error.message,
    )
    const evidence = await collectEvidence(database, { receiver, witness, log })
    await fleet.end()
    const violations = checkAll(evidence)
    if (left !== null) violations.push({ check: 'finality', what: left })
    sayHere('checked')
    const report = reportOf({ name, seconds: actedSeconds }, evidence, violations)
    return { report, violations, faults: log.spans }
  } finally {
    stopWatching()
    await fleet.end()
    await receiver.close()
    await database.remove()
  }
}
