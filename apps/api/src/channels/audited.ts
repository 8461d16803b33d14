import type { channels } from '@prikke/schema'
import { type Fields, Hidden } from '../change/fields.ts'
import { maskUrl } from './mask-url.ts'

type Row = typeof channels.$inferSelect

/** A channel in the audit log. */
export const subjectOf = ({ id, name }: Row) => ({ type: 'channel' as const, id, name })

/**
 * What of a channel is compared. Who has its URL can post there, and an address is somebody's: of
 * both the log keeps enough to tell them apart.
 */
export const auditedChannel = ({ kind, name, target, urlFingerprint, enabled }: Row): Fields => ({
  kind,
  name,
  enabled,
  target: new Hidden(
    urlFingerprint ?? target,
    kind === 'email' ? target.replace(/^(.)[^@]*/, '$1…') : maskUrl(target),
  ),
})
