import type { Schedule } from './minute-oracle.ts'

/** One thing that was asked for a job: from when it may hold, and from when it does. */
type Change = {
  from: number
  /** Infinity when nobody can know whether it was done, or when. */
  to: number
  /** What the job runs by from then on; null when it is off or gone. */
  schedule: Schedule | null
}

/** All that was asked of the api about one job, told apart by the token in its URL. */
export type JobStory = {
  token: string
  organization: number
  key: string
  /** As the api answered it; null when only its key was told. */
  id: string | null
  alertOn: 'change' | 'every'
  changes: Change[]
  /** When its deletion was asked for first. */
  deleteAsked: number | null
  isDeleted: boolean
  isMade: boolean
  /** An edit is under way, or its end is not known: leave the job alone. */
  isBusy: boolean
  /** Until when it is paused: nobody edits it before, so that the order of things is known. */
  pausedUntil: number
  wasSwitchedOff: boolean
  manualAsked: number
  manualAcknowledged: number
}

/** Clocks of one machine, read by two processes. */
const slackMs = 25

/** Every schedule that may have been in force at an instant; null stands for none. */
export function schedulesAt(story: JobStory, at: number): (Schedule | null)[] {
  let possible: (Schedule | null)[] = [null]
  for (const { from, to, schedule } of story.changes) {
    if (at > to + slackMs) possible = [schedule]
    else if (at >= from - slackMs) possible.push(schedule)
  }
  return possible
}

/** A story that begins: nothing is asked yet. */
export function beginStory(
  about: Pick<JobStory, 'token' | 'organization' | 'key' | 'alertOn'>,
): JobStory {
  return {
    ...about,
    id: null,
    changes: [],
    deleteAsked: null,
    isDeleted: false,
    isMade: false,
    isBusy: false,
    pausedUntil: 0,
    wasSwitchedOff: false,
    manualAsked: 0,
    manualAcknowledged: 0,
  }
}
