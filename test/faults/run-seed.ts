import { performance } from 'node:perf_hooks'
import { checkAll, type Violation } from './checks/all-checks.ts'
import { openFaultedDatabase } from './database.ts'
import { drain, retireSchedules } from './drain.ts'
import { collectEvidence } from './evidence.ts'
import { createFaultLog } from './fault-log.ts'
import { startFleet } from './fleet.ts'
import { inflictAll } from './inflict.ts'
import { planFaults, slotNames } from './plan-faults.ts'
import { planLoad } from './plan-load.ts'
import { createRandom } from './random.ts'
import { startReceiver } from './receiver.ts'
import { type Report, reportOf } from './report.ts'
import { reservePorts } from './reserve-ports.ts'
import { createLoad } from './run-load.ts'
import { openWitness } from './witness.ts'

export type SeedOptions = {
  seed: number
  seconds: number
  /** Executions a second, of all kinds together. */
  rate: number
  /** Leases of dead workers end at once when it is over, not by themselves. */
  hurry: boolean
  say: (line: string) => void
}

const drainWithinMs = 240_000

/** One run from an empty database to its verdict: load, faults, healing, checks. */
export async function runSeed(
  options: SeedOptions,
): Promise<{ report: Report; violations: Violation[] }> {
  const { seed, seconds, rate, hurry, say } = options
  const random = createRandom(seed)
  const load = planLoad(random.fork(1), { seconds, rate })
  const faults = planFaults(random.fork(2), seconds)
  const log = createFaultLog()
  const [targetPort = 0, ...ports] = await reservePorts(slotNames.length + 2)
  const database = await openFaultedDatabase()
  const receiver = await startReceiver(targetPort)
  const fleet = await startFleet({ databaseUrl: database.url, ports, log })
  const begunAt = performance.now()
  const sayAt = (what: string) =>
    say(`seed ${seed}: ${((performance.now() - begunAt) / 1000).toFixed(0)} s  ${what}`)
  try {
    await fleet.heal()
    const witness = await openWitness(fleet.apiUrl, receiver.url)
    const { performAll } = createLoad(witness, receiver.url)
    await performAll(load.start, Date.now())
    sayAt(`${witness.stories.size} jobs made; ${faults.length} faults to come`)
    const startedAt = Date.now()
    const stage = { database, fleet, receiver, log }
    await Promise.all([performAll(load.steps, startedAt), inflictAll(faults, stage, startedAt)])
    sayAt('healing')
    await fleet.heal()
    await retireSchedules(database, witness)
    sayAt('draining')
    const drained = await drain(database, fleet, { hurry, withinMs: drainWithinMs }).then(
      () => null,
      (error: Error) => error.message,
    )
    const evidence = await collectEvidence(database, { receiver, witness, log })
    await fleet.end()
    const violations = checkAll(evidence)
    if (drained !== null) violations.push({ check: 'finality', what: drained })
    sayAt('checked')
    return { report: reportOf(options, evidence, violations), violations }
  } finally {
    await fleet.end()
    await receiver.close()
    await database.remove()
  }
}
