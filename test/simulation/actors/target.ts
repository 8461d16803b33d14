import { noReply, type Outcome, type RetryPolicy, retryOr } from '@prikke/queue'
import type { Claimed } from '../model/claim.ts'
import { draw } from '../random.ts'
import type { Mood } from '../script.ts'
import type { World } from './world.ts'

const answer = (statusCode: number) => ({ ...noReply, statusCode, errorCode: 'http_status' })
const succeeded: Outcome = {
  kind: 'final',
  status: 'success',
  reply: { ...noReply, statusCode: 200 },
}
const gone: Outcome = { kind: 'final', status: 'failed', reply: answer(410), gone: true }
const refused: Outcome = { kind: 'final', status: 'failed', reply: answer(404) }
const broken = answer(500)
const busy = answer(503)
const unanswered = { ...noReply, errorCode: 'deadline_exceeded' }
const quickestMs = 4
const quickSpanMs = 80

/** What a target makes of a request, after how long, and what the executor concludes from it. */
export function sendTo(world: World, item: Claimed): { afterMs: number; outcome: Outcome } {
  const { seed, timeline, targets } = world
  const random = (of: number) =>
    draw(seed, item.jobId * 8 + of, item.scheduledFor / 1000, item.attempt)
  const spell = targets.get(item.jobId)
  const mood = spell !== undefined && spell.until > timeline.now ? spell.mood : 'answers'
  const afterMs = Math.ceil(quickestMs + random(1) * quickSpanMs)
  const policy = { retryAttempts: item.job?.retryAttempts ?? 0, spentCount: item.spentCount }
  if (mood === 'hangs') return { afterMs: item.timeoutMs, outcome: failed('hangs', policy, random) }
  if (mood === 'slow') {
    return { afterMs: Math.ceil(item.timeoutMs * (0.6 + random(2) * 0.39)), outcome: succeeded }
  }
  const isWell = mood === 'answers' || (mood === 'flaky' && random(3) < 0.5)
  return { afterMs, outcome: isWell ? succeeded : failed(mood, policy, random) }
}

/** The executor's judgement of a reply; the decision about the retry is the product's own. */
function failed(mood: Mood, policy: RetryPolicy, random: (of: number) => number): Outcome {
  switch (mood) {
    case 'gone':
      return gone
    case 'refuses':
      return refused
    case 'hangs':
      return retryOr('timeout', unanswered, null, policy, random(4))
    case 'busy':
      return retryOr('failed', busy, Math.floor(random(5) * 90) * 1000, policy, random(4))
    default:
      return retryOr('failed', broken, null, policy, random(4))
  }
}
