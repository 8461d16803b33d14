import type { Invalid } from '../problem.ts'
import type { Definition } from './definition.ts'

type Pause = Pick<Definition, 'enabled' | 'resumeAt'>

const mostFutureMs = 366 * 24 * 60 * 60 * 1000

/** Checks when a job that is off goes on by itself; what has not changed is not judged anew. */
export function checkResume(
  { enabled, resumeAt }: Pause,
  before: Pause | null,
  now: number,
): Invalid[] {
  if (resumeAt === null) return []
  if (enabled) return no('goes with a job that is off')
  if (resumeAt === before?.resumeAt) return []
  const at = Date.parse(resumeAt)
  if (at <= now) return no('is in the past')
  return at > now + mostFutureMs ? no('is more than a year ahead') : []
}

const no = (message: string): Invalid[] => [
  { path: 'resumeAt', code: 'resume_at_invalid', message },
]
