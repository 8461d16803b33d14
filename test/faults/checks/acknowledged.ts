import type { Evidence } from '../evidence.ts'

/** What the api has said yes to is there: jobs, executions, channels; what it deleted is gone. */
export function checkAcknowledged({ witness, executions, jobs, ...there }: Evidence): string[] {
  const ids = new Set(executions.map(({ id }) => id))
  const manual = Map.groupBy(
    executions.filter(({ trigger }) => trigger !== 'schedule'),
    ({ jobId }) => jobId,
  )
  const wrong = witness.runs
    .filter(({ id }) => !ids.has(id))
    .map(({ id, story }) => `execution ${id} of job ${story.token} was acknowledged and is lost`)
  for (const id of [...witness.channels, ...witness.watched.map(channel => channel.id)]) {
    if (!there.channels.has(id)) wrong.push(`channel ${id} was acknowledged and is lost`)
  }
  for (const story of witness.stories.values()) {
    const id = story.id ?? there.jobOfToken.get(story.token)
    const name = `job ${story.token} (${id})`
    const isThere = id !== undefined && jobs.has(id)
    if (story.isMade && story.deleteAsked === null && !isThere) {
      wrong.push(`${name} was acknowledged and is lost`)
    }
    if (story.isDeleted && isThere) wrong.push(`${name} was deleted and is still there`)
    const runs = manual.get(id ?? '')?.length ?? 0
    if (runs < story.manualAcknowledged) {
      wrong.push(`${name}: ${runs} runs by hand, ${story.manualAcknowledged} acknowledged`)
    }
  }
  return wrong
}
