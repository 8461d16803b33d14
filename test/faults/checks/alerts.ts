import type { AlertRow, Evidence, ExecutionRow } from '../evidence.ts'
import { faultsTouching } from '../fault-log.ts'

/** So often an alert is tried; a try that died with its notifier is one of them. */
const mostTries = 8
const counted = new Set(['success', 'failed', 'timeout'])
const isWorking = (status: string | null) => (status ?? 'success') === 'success'

/**
 * Alerts: those that a fold over each job's ends demands are there, once for each channel, and no
 * others; each was told, at least once, and again only when it was tried again.
 */
export function checkAlerts(evidence: Evidence): string[] {
  const { executions, alerts, jobs, witness, told, log } = evidence
  const wrong: string[] = []
  const rows = new Map<string, AlertRow>()
  const tokenOf = new Map([...evidence.jobOfToken].map(([token, id]) => [id, token]))
  for (const alert of alerts) {
    const channel = witness.watched.find(({ id }) => id === alert.channelId)
    const key = `${channel?.token} ${alert.executionId} ${alert.type}`
    if (rows.has(key)) wrong.push(`alert ${alert.id}: a second one of ${key}`)
    rows.set(key, alert)
  }

  const due = new Set<string>()
  for (const [jobId, ends] of Map.groupBy(
    executions.filter(({ status, endedAs }) => counted.has(status) && endedAs !== null),
    ({ jobId }) => jobId,
  )) {
    const story = witness.stories.get(tokenOf.get(jobId) ?? '')
    if (story === undefined) continue
    const channels = witness.watched.filter(
      ({ organization }) => organization === story.organization,
    )
    const { flips, state } = fold(ends, story.alertOn)
    for (const { end, type } of flips) {
      for (const { token } of channels) {
        const key = `${token} ${end.id} ${type}`
        due.add(key)
        // Settled while the job was being deleted: there may be nobody to tell it about.
        const isOptional =
          story.deleteAsked !== null && (end.endedAt ?? 0) > story.deleteAsked - 100
        if (!rows.has(key) && !isOptional) wrong.push(`no alert ${key} of job ${story.token}`)
      }
    }
    const job = jobs.get(jobId)
    if (job !== undefined && isWorking(job.lastStatus) !== isWorking(state)) {
      wrong.push(
        `job ${story.token} (${jobId}) stands as ${job.lastStatus}, its newest is ${state}`,
      )
    }
  }

  for (const [key, alert] of rows) {
    const name = `alert ${alert.id} (${key})`
    if (!due.has(key)) wrong.push(`${name} should not be`)
    const heard = told.get(key) ?? []
    const isRefused = alert.attempt >= mostTries && heard.at(-1)?.answer === 500
    if (alert.status !== 'sent' && !(alert.status === 'dead' && isRefused)) {
      wrong.push(`${name} is ${alert.status}`)
    }
    if (alert.status === 'sent' && !heard.some(({ answer }) => answer === 200)) {
      wrong.push(`${name} was never heard`)
    }
    if (heard.length > alert.attempt) {
      wrong.push(`${name} was heard ${heard.length} times in ${alert.attempt} tries`)
    }
    if (heard.some(({ id }) => id !== null && id !== alert.id)) {
      wrong.push(`${name} was heard with another id`)
    }
    const refused = heard.filter(({ answer }) => answer !== 200).length
    const life = { from: alert.createdAt, to: alert.settledAt ?? Date.now() }
    if (alert.attempt > 1 + refused && faultsTouching(log.spans, life).length === 0) {
      wrong.push(`${name} took ${alert.attempt} tries, and no fault met it`)
    }
  }
  for (const key of told.keys()) {
    if (!rows.has(key)) wrong.push(`${key} was heard, and no such alert is there`)
  }
  return wrong
}

type Flip = { end: ExecutionRow; type: string }

/**
 * The rule, from what the api's description says: the state follows the newest occurrence settled,
 * an older one that settles later changes nothing, what settles together counts as its newest.
 */
function fold(
  ends: ExecutionRow[],
  alertOn: 'change' | 'every',
): { flips: Flip[]; state: string | null } {
  const flips: Flip[] = []
  let state: string | null = null
  let newestSoFar = Number.NEGATIVE_INFINITY
  const together = [...Map.groupBy(ends, ({ endedAs }) => endedAs ?? 0)].sort(([a], [b]) => a - b)
  for (const [, batch] of together) {
    const newest = batch.reduce((a, b) => (isNewer(b, a) ? b : a))
    const counts = newest.scheduledFor >= newestSoFar
    const flipped = counts && isWorking(state) !== isWorking(newest.status)
    if (counts) state = newest.status
    newestSoFar = Math.max(newestSoFar, newest.scheduledFor)
    for (const end of batch) {
      const isFlip = flipped && end === newest
      if (isWorking(end.status)) {
        if (isFlip) flips.push({ end, type: 'job.recovered' })
      } else if (isFlip || alertOn === 'every') flips.push({ end, type: 'execution.failed' })
    }
  }
  return { flips, state }
}

function isNewer(a: ExecutionRow, b: ExecutionRow): boolean {
  return a.scheduledFor === b.scheduledFor ? a.id > b.id : a.scheduledFor > b.scheduledFor
}
