import type { AuditEvent } from '@prikke/contract'

const fields: Readonly<Record<string, string>> = {
  name: 'name',
  key: 'key',
  tags: 'tags',
  url: 'URL',
  method: 'method',
  body: 'body',
  scheduleType: 'kind of schedule',
  cronExpression: 'schedule',
  scheduledAt: 'time',
  timezone: 'time zone',
  intervalMinutes: '',
  enabled: 'whether it is on',
  pauseNote: 'note of the pause',
  resumeAt: 'end of the pause',
  retryAttempts: 'retries',
  timeoutMs: 'timeout',
  overlap: 'overlap',
  catchUp: 'catching up',
  alertOn: 'alerts',
}

/** Which fields of a job a change touched, in words; what follows from others is left out. */
export function changedWords(names: readonly string[]): string {
  const words = names
    .map(name => (name.startsWith('headers.') ? `header ${name.slice(8)}` : (fields[name] ?? name)))
    .filter(word => word !== '')
  return words.join(', ')
}

/** What somebody did to a job, as it follows their name. */
export function actWords({ action, changes }: Pick<AuditEvent, 'action' | 'changes'>): string {
  switch (action) {
    case 'job.created':
      return 'made the job'
    case 'job.deleted':
      return 'deleted the job'
    case 'job.run':
      return 'ran it'
    case 'job.tested':
      return 'tested its request'
    case 'job.updated':
      return updateWords(changes)
    default:
      return action
  }
}

function updateWords(changes: AuditEvent['changes']): string {
  const { enabled, pauseNote, resumeAt, ...others } = changes
  const rest = changedWords(Object.keys(others))
  const also = rest === '' ? '' : `, and changed ${rest}`
  if (enabled?.after === true) return `resumed it${also}`
  if (enabled?.after === false) return `paused it${also}`
  const own = changedWords(Object.keys(changes))
  return own === '' ? 'saved it' : `changed ${own}`
}
