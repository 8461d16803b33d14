import type { Evidence } from '../evidence.ts'
import { type JobStory, schedulesAt } from '../job-story.ts'
import { namesInstant } from '../minute-oracle.ts'

const minuteMs = 60_000

/**
 * The ledger: every instant that a job's schedule names has one row, and there is no row of another.
 * Where a call was unanswered, or a 410 may have switched the job off, either is right.
 */
export function checkLedger(evidence: Evidence): string[] {
  const { witness, jobOfToken, executions, goneSince } = evidence
  const rows = new Map<string, number[]>()
  const manual = new Map<string, number>()
  for (const { jobId, trigger, scheduledFor } of executions) {
    if (trigger === 'schedule') rows.set(jobId, [...(rows.get(jobId) ?? []), scheduledFor])
    else manual.set(jobId, (manual.get(jobId) ?? 0) + 1)
  }
  const end = Date.now()
  const wrong = evidence.tokensTwice.map(token => `job ${token} was made twice`)
  const known = new Set<string>()
  for (const story of witness.stories.values()) {
    const jobId = jobOfToken.get(story.token)
    if (jobId === undefined) {
      if (story.isMade) wrong.push(`job ${story.token} was acknowledged and never made`)
      continue
    }
    known.add(jobId)
    const name = `job ${story.token} (${jobId})`
    wrong.push(
      ...compare(story, rows.get(jobId) ?? [], {
        end,
        goneAt: goneSince.get(story.token) ?? Number.POSITIVE_INFINITY,
      }).map(what => `${name}: ${what}`),
    )
    const runs = manual.get(jobId) ?? 0
    if (runs > story.manualAsked) {
      wrong.push(`${name}: ${runs} runs by hand, asked for ${story.manualAsked}`)
    }
  }
  for (const jobId of rows.keys()) {
    if (!known.has(jobId)) wrong.push(`job ${jobId} has rows and nobody asked for it`)
  }
  return wrong
}

function compare(
  story: JobStory,
  rows: readonly number[],
  { end, goneAt }: { end: number; goneAt: number },
): string[] {
  const wrong: string[] = []
  const seen = new Set<number>()
  const may = (at: number) => {
    const possible = schedulesAt(story, at)
    return at < goneAt ? possible : [...possible, null]
  }
  const names = (at: number) =>
    may(at).map(schedule => schedule !== null && namesInstant(schedule, at))
  for (const at of rows) {
    if (seen.has(at)) wrong.push(`two rows for ${instant(at)}`)
    seen.add(at)
    if (!names(at).includes(true)) wrong.push(`a row for ${instant(at)}, which it does not name`)
  }
  for (const at of candidates(story, end)) {
    if (!seen.has(at) && !names(at).includes(false)) wrong.push(`no row for ${instant(at)}`)
  }
  return wrong
}

/** Every instant that any of a job's schedules may name. */
function* candidates(story: JobStory, end: number): Generator<number> {
  const from = story.changes[0]?.from ?? end
  const isCron = story.changes.some(({ schedule }) => schedule?.type === 'cron')
  const first = isCron ? Math.ceil(from / minuteMs) * minuteMs : end
  for (let at = first; at < end; at += minuteMs) yield at
  const once = story.changes.flatMap(({ schedule }) =>
    schedule?.type === 'once' ? [schedule.at] : [],
  )
  for (const at of new Set(once)) if (at < end && at % minuteMs !== 0) yield at
}

const instant = (at: number) => new Date(at).toISOString()
