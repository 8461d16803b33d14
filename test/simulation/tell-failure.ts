import { clockOf } from './clock-of.ts'
import type { PlantedFault } from './model/planted-fault.ts'
import type { Script } from './script.ts'
import { type Note, simulate } from './simulate.ts'
import { tellAct } from './tell-act.ts'

const mostNotes = 20
/** Faults that struck so long before the occurrence may have to do with it. */
const beforeMs = 90_000

/** What broke, the script that breaks it, and what happened then, in plain words. */
export function tellFailure(script: Script, plant: PlantedFault | null): string {
  const notes: Note[] = []
  const { violation } = simulate(script, plant, notes)
  if (violation === null) return 'The script breaks no promise.'
  const { jobId, at, message, scheduledFor } = violation
  const about = notes.filter(note =>
    note.jobId === null
      ? note.at >= (scheduledFor ?? at) - beforeMs && note.at <= at
      : note.jobId === jobId && note.scheduledFor === scheduledFor,
  )
  const which = jobId === null ? '' : `job ${jobId}: `
  return [
    `Seed ${script.seed}. A promise is broken at ${clockOf(at)} (${new Date(at).toISOString()}):`,
    `  ${which}${message}`,
    `The script, ${script.acts.length} steps:`,
    ...script.acts.map(act => `  ${tellAct(act)}`),
    'What happened then:',
    ...about.slice(-mostNotes).map(note => `  ${clockOf(note.at)}  ${note.sentence}`),
  ].join('\n')
}
