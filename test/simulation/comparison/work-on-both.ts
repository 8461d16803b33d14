import { foregone, noReply, type Outcome } from '@prikke/queue'
import { claim } from '../model/claim.ts'
import { moveAside } from '../model/move-aside.ts'
import {
  type Settlement,
  settleFinal,
  settlePending,
  slowHostsOf,
  switchOff,
  wasKept,
} from '../model/settle.ts'
import { dueGroups, planGroup, writeOccurrences } from '../model/tick.ts'
import { type BothSides, nameOccurrences } from './both-sides.ts'
import type { Brought, Command } from './command.ts'
import { preferIn } from './prefer-in.ts'

const chunkSize = 5_000
const leadMs = 2_000
const retentionMs = 30 * 24 * 60 * 60 * 1000

export async function tickBoth({ tables, now, real }: BothSides): Promise<string | null> {
  const told = await real.tick()
  let queuedCount = 0
  let closedCount = 0
  for (;;) {
    const groups = dueGroups(tables, now)
    if (groups.length === 0) break
    const jobCount = groups.reduce((sum, group) => sum + group.jobCount, 0)
    const limit = Math.max(1, Math.floor(chunkSize / jobCount))
    const options = { limit, leadMs, retentionMs }
    const planned = groups.map(group => planGroup(group, now, options, tables.plant))
    const written = writeOccurrences(tables, planned, { mostJobs: chunkSize })
    queuedCount += written.queued.length
    closedCount += written.closed.length
  }
  const same =
    told.queuedCount === queuedCount && told.missedCount + told.skippedCount === closedCount
  return same ? null : `the tick wrote ${JSON.stringify(told)}, not ${queuedCount}, ${closedCount}`
}

export async function claimBoth(
  both: BothSides,
  { limit, isReserve }: Extract<Command, { do: 'claim' }>,
): Promise<string | null> {
  const { tables, now, real, names, claimer } = both
  await nameOccurrences(both)
  const { items, nextInMs } = await drawing(both, () => real.executions.claim(limit, isReserve))
  preferIn(tables, new Set(items.map(item => names.execution(item.id))))
  const quotas = claimer.first(limit, isReserve)
  let last = claim(tables, now, 'w', quotas, limit)
  const claimed = [...last.items]
  const rest = claimer.second(last, quotas, limit, isReserve)
  if (rest !== null) {
    last = claim(tables, now, 'w', rest, limit - claimed.length)
    claimed.push(...last.items)
  }
  for (const item of items) {
    const model = claimed.find(each => each.id === names.execution(item.id))
    if (model === undefined) return `${names.execution(item.id)} was claimed out of its turn`
    const [one, other] = [item, model].map(each =>
      [each.attempt, each.spentCount, each.lostCount, each.timeoutMs, each.job?.version].join(),
    )
    if (one !== other) return `${model.id} was claimed as ${one}, not as ${other}`
    both.held.push({ real: item, model })
  }
  const nextAt = last.nextAt === null ? null : last.nextAt - now
  const toldMs = nextInMs === null ? null : Math.round(nextInMs)
  const isSame = items.length === limit || toldMs === nextAt
  return isSame ? null : `the next is due in ${nextInMs}, not in ${nextAt} ms`
}

/** Keeps what the product draws while it does something. */
async function drawing<T>({ drawn }: BothSides, act: () => Promise<T>): Promise<T> {
  const { random } = Math
  drawn.length = 0
  Math.random = () => {
    const at = random()
    drawn.push(at)
    return at
  }
  try {
    return await act()
  } finally {
    Math.random = random
  }
}

export async function settleBoth(
  both: BothSides,
  { brought, isForgotten, isReversed }: Extract<Command, { do: 'settle' }>,
): Promise<string | null> {
  const { tables, now, real } = both
  const attempts = new Map(both.held.slice(0, brought.length).map(each => [each.model.id, each]))
  const batch = [...attempts.values()].map((pair, index) => {
    pair.outcome ??= foregone(pair.model) ?? outcomeOf(brought[index] ?? { kind: 'success' })
    return { pair, outcome: pair.outcome }
  })
  if (isForgotten) both.held = both.held.filter(each => attempts.get(each.model.id) !== each)
  if (isReversed) batch.reverse()
  const times = { startedAt: 0, endedAt: 0 }
  await real.executions.settle(
    batch.map(({ pair, outcome }) => ({ item: pair.real, outcome, ...times })),
  )
  const all: Settlement[] = batch.map(({ pair, outcome }) => ({ execution: pair.model, outcome }))
  const back = all.filter(({ outcome }) => outcome.kind !== 'final')
  const ended = all.filter(({ outcome }) => outcome.kind === 'final')
  const { accepted } = settlePending(tables, now, back)
  for (const { organizationId, host } of slowHostsOf(back)) {
    moveAside(tables, now, organizationId, host)
  }
  for (const { execution, outcome } of back.filter(each => !accepted.has(each))) {
    if (outcome.kind !== 'retry') continue
    const { reply } = outcome
    const status = reply.errorCode === 'deadline_exceeded' ? 'timeout' : 'failed'
    ended.push({ execution, outcome: { kind: 'final', status, reply } })
  }
  const settled = settleFinal(tables, now, ended)
  for (const settlement of ended) {
    const { execution, outcome } = settlement
    if (outcome.kind !== 'final' || !outcome.gone) continue
    if (!settled.accepted.includes(settlement) && !wasKept(tables, settlement)) continue
    switchOff(tables, now, execution.jobId, execution.job?.version ?? 0)
  }
  return null
}

function outcomeOf(brought: Brought): Outcome {
  const answer = (statusCode: number, errorCode: string | null) => ({
    ...noReply,
    statusCode,
    errorCode,
  })
  switch (brought.kind) {
    case 'success':
      return { kind: 'final', status: 'success', reply: answer(200, null) }
    case 'failed':
      return { kind: 'final', status: 'failed', reply: answer(404, 'http_status') }
    case 'gone':
      return { kind: 'final', status: 'failed', reply: answer(410, 'http_status'), gone: true }
    case 'timeout':
      return { kind: 'final', status: 'timeout', reply: { ...noReply, errorCode: unanswered } }
    case 'released':
    case 'gave_way':
      return brought
    case 'retry': {
      const reply =
        brought.status === 'failed'
          ? answer(500, 'http_status')
          : { ...noReply, errorCode: unanswered }
      return { kind: 'retry', delayMs: brought.delayMs, reply }
    }
  }
}

const unanswered = 'deadline_exceeded'
