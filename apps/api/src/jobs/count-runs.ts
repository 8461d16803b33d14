import { setImmediate } from 'node:timers/promises'
import { nextOccurrence, type Schedule } from '@prikke/schedule'

/** Occurrences that are computed in all; what is beyond goes on in the rhythm of those before. */
const mostOccurrences = 60_000
/** Of each schedule at least so many are: fewer say nothing of a rhythm. */
const fewestOccurrences = 10
/** Others are served in between, in ms. */
const longestTurnMs = 8

/** A schedule of so many jobs, which names at most `most` occurrences `from` there, in epoch ms. */
export type Runs = { schedule: Schedule; jobCount: number; from: number; most: number }

/** Equal parts of a time, in epoch ms; counts of runs in each. */
export type Parts = { from: number; to: number; bucketMs: number; counts: number[] }

/**
 * Adds the runs that schedules name to the parts of a time. What comes seldom is computed first;
 * where not all can be, those that come often are counted by their rhythm, and the answer is false.
 */
export async function countRuns(schedules: readonly Runs[], parts: Parts): Promise<boolean> {
  const breathe = createBreath()
  const seldomFirst = [...schedules].sort((a, b) => a.most - b.most)
  let left = mostOccurrences
  let complete = true
  for (const [n, runs] of seldomFirst.entries()) {
    const share = Math.max(fewestOccurrences, Math.floor(left / (seldomFirst.length - n)))
    const walked = await walk(runs, parts, share, breathe)
    left -= walked.count
    if (walked.goesOn) {
      goOn(walked, runs.jobCount, parts)
      complete = false
    }
  }
  return complete
}

type Walked = { first: number; last: number; count: number; goesOn: boolean }

async function walk(
  { schedule, jobCount, from }: Runs,
  parts: Parts,
  most: number,
  breathe: () => Promise<void>,
): Promise<Walked> {
  const walked = { first: 0, last: from - 1, count: 0, goesOn: false }
  for (;;) {
    const next = nextOccurrence(schedule, walked.last)
    if (next === null || next.at >= parts.to) return walked
    if (walked.count === most) return { ...walked, goesOn: true }
    add(parts, Math.floor((next.at - parts.from) / parts.bucketMs), jobCount)
    if (walked.count === 0) walked.first = next.at
    walked.last = next.at
    walked.count += 1
    if (walked.count % 100 === 1) await breathe()
  }
}

/** As many in each part as have their turn there when the mean gap goes on. */
function goOn({ first, last, count }: Walked, jobCount: number, parts: Parts): void {
  const gap = (last - first) / (count - 1)
  const runsUntil = (at: number) => Math.max(0, Math.ceil((at - last) / gap) - 1)
  for (const bucket of parts.counts.keys()) {
    const start = parts.from + bucket * parts.bucketMs
    const runs = runsUntil(Math.min(parts.to, start + parts.bucketMs)) - runsUntil(start)
    add(parts, bucket, runs * jobCount)
  }
}

function add({ counts }: Parts, bucket: number, count: number): void {
  counts[bucket] = (counts[bucket] ?? 0) + count
}

function createBreath(): () => Promise<void> {
  let since = performance.now()
  return async () => {
    if (performance.now() - since < longestTurnMs) return
    await setImmediate()
    since = performance.now()
  }
}
