import type { AuditEvent } from '@prikke/contract'
import { csvOf } from './csv.ts'

const head = [
  'at',
  'action',
  'actor_type',
  'actor',
  'subject_type',
  'subject',
  'address',
  'user_agent',
  'request_id',
  'changes',
]

/** Acts as a spreadsheet takes them. */
export const auditCsv = (events: readonly AuditEvent[]): string =>
  csvOf([
    head,
    ...events.map(event => [
      event.at,
      event.action,
      event.actor.type,
      event.actor.name ?? '',
      event.subject.type,
      event.subject.name ?? '',
      event.address ?? '',
      event.userAgent ?? '',
      event.requestId ?? '',
      Object.keys(event.changes).length === 0 ? '' : JSON.stringify(event.changes),
    ]),
  ])

/** Acts as one JSON object on each line. */
export const auditNdjson = (events: readonly AuditEvent[]): string =>
  events.map(event => `${JSON.stringify(event)}\n`).join('')
