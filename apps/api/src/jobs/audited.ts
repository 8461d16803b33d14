import type { Act } from '../change/audit.ts'
import { type Fields, Hidden } from '../change/fields.ts'
import type { Definition } from './definition.ts'

type Which = { id: string; name: string }

/** A job in the audit log. */
export const jobSubject = ({ id, name }: Which): Act['subject'] => ({ type: 'job', id, name })

/** What of a job is compared: each header by itself, a secret one without its value. */
export function auditedFields({ headers, ...fields }: Definition): Fields {
  const own = Object.entries(headers).map(([name, { value, secret }]) => [
    `headers.${name}`,
    secret ? new Hidden(value, { secret: true }) : value,
  ])
  return { ...fields, ...Object.fromEntries(own) }
}
