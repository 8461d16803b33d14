import { bodyOf, type HeaderDraft, type JobDraft } from './job-draft.ts'

type Field = keyof JobDraft

/** A field that somebody else changed while one edited, as words. */
export type FieldChange = {
  field: Field
  label: string
  mine: string
  theirs: string
  /** Both changed it, each to something else: one has to be chosen. */
  isContested: boolean
}

const labels: readonly (readonly [Field, string])[] = [
  ['name', 'Name'],
  ['method', 'Method'],
  ['url', 'URL'],
  ['headers', 'Headers'],
  ['body', 'Body'],
  ['scheduleType', 'Runs'],
  ['cronExpression', 'Cron expression'],
  ['runAt', 'Date and time'],
  ['timezone', 'Time zone'],
  ['timeoutSeconds', 'Timeout in seconds'],
  ['retryAttempts', 'Retries'],
  ['overlap', 'Overlap'],
  ['catchUp', 'After downtime'],
  ['alertOn', 'Alert'],
  ['tags', 'Tags'],
  ['key', 'Key'],
]

/** What somebody else made different from `base` and is not what one has oneself, field by field. */
export function changedFields(base: JobDraft, theirs: JobDraft, mine: JobDraft): FieldChange[] {
  return labels.flatMap(([field, label]) => {
    const [was, own, other] = [base, mine, theirs].map(draft => wordsOf(draft, field))
    if (other === was || other === own) return []
    const change = { field, label, mine: own ?? '', theirs: other ?? '' }
    return [{ ...change, isContested: own !== was }]
  })
}

/** Only these fields of a draft, to be put into another. */
export function fieldsOf(theirs: JobDraft, fields: readonly Field[]): Partial<JobDraft> {
  const own = Object.fromEntries(fields.map(field => [field, theirs[field]]))
  return fields.includes('body') ? { ...own, bodyKind: theirs.bodyKind } : own
}

function wordsOf(draft: JobDraft, field: Field): string {
  switch (field) {
    case 'headers':
      return draft.headers.map(headerWords).sort().join('\n')
    case 'body':
      return bodyOf(draft) ?? ''
    case 'tags':
      return draft.tags.join(', ')
    default:
      return String(draft[field])
  }
}

/** A secret that was typed is a change, whatever it says. */
const headerWords = ({ name, value, secret, kept }: HeaderDraft) => {
  if (!secret) return `${name}: ${value}`
  return kept && value === '' ? `${name}: (secret)` : `${name}: (secret, new)`
}
