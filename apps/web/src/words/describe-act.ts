import type { AuditAction } from '@prikke/contract'

const words: Readonly<Partial<Record<AuditAction, string>>> = {
  'account.created': 'made an account',
  'account.signed_in': 'signed in',
  'account.signed_out': 'signed out',
  'account.session_ended': 'signed a device out',
  'account.sessions_ended': 'signed all other devices out',
  'account.updated': 'changed their account',
  'account.password_changed': 'changed their password',
  'account.password_reset': 'chose a new password by mail',
  'account.email_change_asked': 'asked for another address',
  'account.email_changed': 'changed their address',
  'account.exported': 'exported their account',
  'account.erased': 'erased their account',
  'organization.created': 'made the organization',
  'organization.updated': 'renamed the organization',
  'organization.tier_changed': 'changed the plan',
  'organization.deleted': 'deleted the organization',
  'organization.restored': 'restored the organization',
  'organization.exported': 'exported the organization',
  'member.joined': 'joined',
  'member.updated': 'changed the role of',
  'member.left': 'left',
  'member.removed': 'removed',
  'invite.created': 'invited',
  'invite.resent': 'invited again',
  'invite.revoked': 'revoked the invite of',
  'invite.declined': 'declined the invite',
  'key.created': 'made the key',
  'key.rotated': 'rotated the key',
  'key.revoked': 'revoked the key',
  'signing_secret.read': 'read the signing secret',
  'signing_secret.rotated': 'rotated the signing secret',
  'job.created': 'made the job',
  'job.updated': 'changed the job',
  'job.deleted': 'deleted the job',
  'job.run': 'ran the job',
  'job.tested': 'tested the job',
  'execution.replayed': 'replayed a run of',
  'execution.cancelled': 'cancelled a run of',
  'replay.created': 'replayed many runs',
  'replay.cancelled': 'stopped a replay',
  'channel.created': 'made the channel',
  'channel.updated': 'changed the channel',
  'channel.deleted': 'deleted the channel',
  'channel.tested': 'tested the channel',
}
/** These say already to whom or what it was done. */
const whole =
  /^(account|organization|signing_secret|replay)\.|^member\.(joined|left)$|^invite\.declined$/

/** An act as a sentence without its subject: `changed the job` and `Nightly report`. */
export function describeAct(
  action: string,
  subjectName: string | null,
): { did: string; what: string | null } {
  const [about = '', verb = ''] = action.split('.')
  const did =
    (words as Readonly<Record<string, string>>)[action] ??
    `${about.replaceAll('_', ' ')}: ${verb.replaceAll('_', ' ')}`
  return { did, what: whole.test(action) ? null : subjectName }
}

/** What an act may be about, for a list to choose from. */
export const subjectWords: readonly (readonly [value: string, words: string])[] = [
  ['', 'Everything'],
  ['job', 'Jobs'],
  ['execution', 'Runs'],
  ['replay', 'Replays of many'],
  ['channel', 'Channels'],
  ['key', 'API keys'],
  ['member', 'Members'],
  ['invite', 'Invites'],
  ['organization', 'The organization'],
]
