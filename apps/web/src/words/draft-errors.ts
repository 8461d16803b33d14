import type { JobDraft } from './job-draft.ts'

/** The characters of a header's name, by RFC 9110. */
const headerName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

/**
 * What is plainly wrong with a draft, by the path under which the server would name it; it judges the
 * rest. Never stricter than it.
 */
export function draftErrors(draft: JobDraft): Record<string, string> {
  const errors: Record<string, string> = {}
  if (draft.name.trim() === '') errors.name = 'is required'
  if (draft.name.length > 120) errors.name = 'may have at most 120 characters'
  const url = urlFault(draft.url.trim())
  if (url !== null) errors.url = url
  Object.assign(errors, headerFaults(draft))
  if (draft.scheduleType === 'once' && draft.runAt === '') errors.scheduledAt = 'is required'
  if (draft.scheduleType === 'cron' && draft.cronExpression.trim() === '') {
    errors.cronExpression = 'is required'
  }
  const seconds = numberIn(draft.timeoutSeconds)
  if (!(seconds >= 1 && seconds <= 300)) errors.timeoutMs = 'must be from 1 to 300 seconds'
  const retries = draft.retryAttempts === '' ? 0 : numberIn(draft.retryAttempts)
  if (!(Number.isInteger(retries) && retries >= 0 && retries <= 20)) {
    errors.retryAttempts = 'must be a whole number from 0 to 20'
  }
  if (draft.key.length > 200) errors.key = 'may have at most 200 characters'
  return errors
}

function urlFault(url: string): string | null {
  if (url === '') return 'is required'
  if (!/^https?:\/\//i.test(url)) return 'must begin with https:// or http://'
  return URL.canParse(url) ? null : 'is not a whole address, like https://example.com/hook'
}

function headerFaults({ headers }: JobDraft): Record<string, string> {
  const faults: Record<string, string> = {}
  const seen = new Set<string>()
  for (const { name: typed, value } of headers) {
    const name = typed.trim()
    if (name === '' && value === '') continue
    const path = `headers.${name}`
    if (!headerName.test(name)) faults[path] = 'needs a name of letters, digits and dashes'
    if (seen.has(name.toLowerCase())) faults[path] = 'stands here twice'
    seen.add(name.toLowerCase())
  }
  return faults
}

const numberIn = (text: string) => (text.trim() === '' ? Number.NaN : Number(text))
