import { type NodeApp, nodeApps, type SystemCheck, type SystemNode } from '@prikke/contract'
import { spanInWords } from './check.ts'

const skewWarnMs = 1_000
const skewBadMs = 5_000

const without: Record<NodeApp, string> = {
  api: 'No api writes its state: who reads this is answered by one that cannot.',
  scheduler: 'No scheduler runs: nothing becomes due.',
  executor: 'No executor runs: what is due waits.',
  notifier: 'No notifier runs: no alert and no mail leaves.',
}

/** Whether every process is there, does its work, and agrees with the others. */
export function judgeNodes(nodes: readonly SystemNode[]): SystemCheck[] {
  const living = nodes.filter(node => !node.isGone)
  return [
    ...nodeApps.map(app => judgeApp(app, nodes)),
    ...agreement(living, 'version', 'versions', 'Deploy the same one everywhere.'),
    ...agreement(living, 'tzdata', 'tzdata', 'They may disagree about clock changes to come.'),
    judgeClocks(living),
  ]
}

function judgeApp(app: NodeApp, nodes: readonly SystemNode[]): SystemCheck {
  const own = nodes.filter(node => node.app === app)
  const living = own.filter(node => !node.isGone)
  const ready = living.filter(node => node.isReady)
  const unready = living.find(node => !node.isReady)
  if (living.length === 0) return { name: app, level: 'bad', says: without[app] }
  if (unready !== undefined) {
    const why = unready.reason ?? 'it does not say why'
    const says = `${ready.length} of ${living.length} ready; ${unready.host}: ${why}.`
    return { name: app, level: ready.length === 0 ? 'bad' : 'warn', says }
  }
  const goneCount = own.length - living.length
  if (goneCount > 0) {
    const says = `${living.length} ready; ${goneCount} left without a word within the last hour.`
    return { name: app, level: 'warn', says }
  }
  return { name: app, level: 'ok', says: `${living.length} ready.` }
}

/** Says nothing while there is nobody to agree. */
function agreement(
  living: readonly SystemNode[],
  field: 'version' | 'tzdata',
  name: string,
  advice: string,
): SystemCheck[] {
  const found = [...new Set(living.map(node => node[field]))].sort()
  if (found.length === 0) return []
  const words = { version: 'Prikke', tzdata: 'Time zones' }[field]
  return found.length === 1
    ? [{ name, level: 'ok', says: `${words} ${found[0]} everywhere.` }]
    : [{ name, level: 'warn', says: `${words} differ: ${found.join(', ')}. ${advice}` }]
}

function judgeClocks(living: readonly SystemNode[]): SystemCheck {
  const known = living.flatMap(({ host, clockSkewMs }) =>
    clockSkewMs === null ? [] : [{ host, skewMs: clockSkewMs }],
  )
  const [worst] = known.sort((a, b) => Math.abs(b.skewMs) - Math.abs(a.skewMs))
  if (worst === undefined) return { name: 'clocks', level: 'ok', says: 'Not compared yet.' }
  const offMs = Math.abs(worst.skewMs)
  if (offMs < skewWarnMs) {
    const says = `Within ${Math.max(1, Math.round(offMs))} ms of the database.`
    return { name: 'clocks', level: 'ok', says }
  }
  const place = worst.skewMs > 0 ? 'ahead of' : 'behind'
  return {
    name: 'clocks',
    level: offMs < skewBadMs ? 'warn' : 'bad',
    says: `The clock of ${worst.host} is ${spanInWords(offMs)} ${place} the database’s. Schedules follow the database; set both by NTP.`,
  }
}
