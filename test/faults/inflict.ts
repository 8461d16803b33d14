import type { FaultedDatabase } from './database.ts'
import type { Fault } from './plan-faults.ts'
import type { Stage } from './stage.ts'

const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))

/** Does one fault to its end: what was stopped goes on, what was killed is started again. */
async function inflict(fault: Fault, stage: Stage): Promise<void> {
  const { database, fleet, receiver, log } = stage
  if (fault.kind === 'restart-postgres') {
    const end = log.begin(fault.kind, null, null)
    await database.restart(fault.how)
    return end()
  }
  if (fault.kind === 'end-sessions') {
    const end = log.begin(fault.kind, null, null)
    await endSessions(database, fault.picks)
    return end()
  }
  if (fault.kind === 'target') {
    const end = log.begin(`target-${fault.how}`, null, null)
    await receiver.disturb(fault.how)
    await pause(fault.forMs)
    await receiver.disturb(null)
    return end()
  }
  const slot = fleet.slots[fault.slot]
  const name = fault.kind === 'proxy' ? fault.mode.kind : fault.kind
  const end = log.begin(name, fault.slot, slot.pid())
  if (fault.kind === 'proxy') {
    slot.proxy.mode(fault.mode)
    await pause(fault.forMs)
    slot.proxy.mode({ kind: 'pass' })
  } else if (fault.kind === 'stop') {
    slot.stop()
    await pause(fault.forMs)
    slot.continue()
  } else {
    await (fault.kind === 'kill' ? slot.kill() : slot.terminate())
    await pause(fault.forMs)
    slot.start(fault.armed)
  }
  end()
}

async function endSessions({ pool }: FaultedDatabase, picks: readonly number[]): Promise<void> {
  const sessions = await pool.sql<{ pid: number }[]>`
    select pid from pg_stat_activity where application_name like 'prikke-%'
    order by application_name, backend_start`.catch(() => [])
  const pids = picks.flatMap(pick => sessions[pick % Math.max(1, sessions.length)]?.pid ?? [])
  await pool.sql`select pg_terminate_backend(p) from unnest(${pids}::int[]) p`.catch(() => {})
}

/** Inflicts a script from `startedAt` on; resolves when the last fault has ended. */
export async function inflictAll(
  faults: readonly Fault[],
  stage: Stage,
  startedAt: number,
): Promise<void> {
  const underWay: Promise<void>[] = []
  for (const fault of faults) {
    while (Date.now() < startedAt + fault.at)
      await pause(Math.max(1, startedAt + fault.at - Date.now()))
    underWay.push(inflict(fault, stage))
  }
  await Promise.all(underWay)
}
