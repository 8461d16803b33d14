import type { Evidence } from '../evidence.ts'
import { checkAcknowledged } from './acknowledged.ts'
import { checkAlerts } from './alerts.ts'
import { checkDeliveries } from './deliveries.ts'
import { checkFinality } from './finality.ts'
import { checkLedger } from './ledger.ts'
import { checkProcesses } from './processes.ts'
import { checkUsage } from './usage.ts'

export type Violation = { check: string; what: string }

const checks: Record<string, (evidence: Evidence) => string[]> = {
  ledger: checkLedger,
  finality: checkFinality,
  deliveries: checkDeliveries,
  alerts: checkAlerts,
  acknowledged: checkAcknowledged,
  processes: checkProcesses,
  usage: checkUsage,
}

/** Everything that is not as it was promised; nothing when all is well. */
export function checkAll(evidence: Evidence): Violation[] {
  return Object.entries(checks).flatMap(([check, find]) =>
    find(evidence).map(what => ({ check, what })),
  )
}
