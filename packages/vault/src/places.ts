import type { Place } from './vault.ts'

/** Where each kind of secret is kept: every process that seals or opens one names it alike. */
export const places = {
  /** The value of a job's header, whose name is the same in any case. */
  header: (job: string, name: string): Place => ({
    table: 'jobs',
    row: job,
    purpose: `header ${name.toLowerCase()}`,
  }),
  /** Of a header that one execution alone sends. */
  ownHeader: (execution: string, name: string): Place => ({
    table: 'execution_requests',
    row: execution,
    purpose: `header ${name.toLowerCase()}`,
  }),
  /** Of an organization; the one before it lies in another column and is for the same place. */
  signingSecret: (organization: string): Place => ({
    table: 'organizations',
    row: organization,
    purpose: 'signing_secret',
  }),
  /** A channel's; its alerts carry a copy, and say whose it is. */
  channelUrl: (channel: string): Place => ({ table: 'channels', row: channel, purpose: 'url' }),
  mail: (mail: string, kind: string): Place => ({ table: 'mails', row: mail, purpose: kind }),
  /** The key of this instance's fingerprints. It also tells whether the right secret key is here. */
  fingerprintKey: { table: 'instance_keys', row: 'fingerprint', purpose: 'key' },
} as const
