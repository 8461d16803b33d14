import type { Act } from '../change/audit.ts'
import { type Fields, Hidden } from '../change/fields.ts'
import type { Definition } from './definition.ts'
import type { Edit } from './write.ts'

type Which = { id: string; name: string }

/** A job in the audit log. */
export const jobSubject = ({ id, name }: Which): Act['subject'] => ({ type: 'job', id, name })

/** What of a job is compared: each header by itself, a secret one without its value. */
function auditedFields({ headers, ...fields }: Definition): Fields {
  const own = Object.entries(headers).map(([name, { value, secret }]) => [
    `headers.${name}`,
    secret ? new Hidden(value, { secret: true }) : value,
  ])
  return { ...fields, ...Object.fromEntries(own) }
}

export const jobCreated = (id: string, definition: Definition): Act => ({
  action: 'job.created',
  subject: jobSubject({ id, name: definition.name }),
  after: auditedFields(definition),
})

export const jobUpdated = ({ id, before, after }: Edit): Act => ({
  action: 'job.updated',
  subject: jobSubject({ id, name: before.name }),
  before: auditedFields(before),
  after: auditedFields(after),
})

export const jobDeleted = (id: string, before: Definition): Act => ({
  action: 'job.deleted',
  subject: jobSubject({ id, name: before.name }),
  before: auditedFields(before),
})
