import type { Execution } from '@prikke/contract'

/** What made an execution, and who, as far as it is known. */
export function triggerWords({
  trigger,
  triggeredBy,
  edited,
}: Pick<Execution, 'trigger' | 'triggeredBy' | 'edited'>): string {
  const what = { schedule: 'Its schedule', manual: 'Run now', replay: 'Replay' }[trigger]
  const how = edited ? `${what}, edited` : what
  if (triggeredBy === null) return how
  const { type, name } = triggeredBy
  if (type === 'key') return `${how}, by the API key ${name ?? 'that was removed'}`
  return `${how}, by ${name ?? 'somebody who left'}`
}
