import type { Refusal } from './refusal.ts'

/** Refusals about people, organizations, plans and keys. */
export const accountRefusals = {
  // accounts
  email_taken: { status: 409, meaning: 'There is already an account with this address.' },
  registration_closed: { status: 403, meaning: 'This instance takes no new accounts by itself.' },
  setup_token_invalid: {
    status: 403,
    meaning: 'The first account needs the setup token of the instance, which its log names.',
  },
  link_used: { status: 410, meaning: 'The link has been used. Ask for a new one.' },
  link_expired: { status: 410, meaning: 'The link is no longer valid. Ask for a new one.' },
  code_invalid: {
    status: 422,
    meaning: 'The code is wrong or no longer valid. After five wrong ones ask for a new mail.',
  },
  password_wrong: { status: 422, meaning: 'This is not your password.' },
  sign_in_again: {
    status: 403,
    meaning: 'Without a password this takes a sign-in within the last 15 minutes. Sign in again.',
  },
  // organizations
  slug_taken: { status: 409, meaning: 'Another organization of the instance has this slug.' },
  confirmation_mismatch: {
    status: 422,
    meaning: 'To delete an organization, give its name in full.',
  },
  last_owner: {
    status: 409,
    meaning: 'An organization keeps at least one owner. Make somebody else one first.',
  },
  already_member: { status: 409, meaning: 'Somebody with this address is a member already.' },
  invite_exists: {
    status: 409,
    meaning: 'The address is invited already. Send that invite again, or revoke it.',
  },
  invite_used: { status: 410, meaning: 'The invite has been answered.' },
  invite_expired: { status: 410, meaning: 'The invite is no longer valid. Ask for a new one.' },
  invite_for_another: {
    status: 403,
    meaning: 'The invite is for another address than that of the account.',
  },
  // plans
  plan_limit: {
    status: 402,
    meaning: 'More than the plan allows: `limit` says of what, with `most`, `used` and `tier`.',
  },
  plan_limits_off: {
    status: 409,
    meaning: 'This instance has no limits, so there is nothing to upgrade.',
  },
  // keys
  expires_at_invalid: { status: 422, meaning: 'The end of a key must be in the future.' },
  key_expired: {
    status: 409,
    meaning: 'The key has expired, and a new secret would too. Make a new key.',
  },
  // the instance
  operator_required: {
    status: 403,
    meaning: 'Only an operator may do this: who owns the instance, as the first account does.',
  },
  mail_test_timeout: {
    status: 504,
    meaning: 'No notifier has tried to send the mail within 15 seconds. Look whether one runs.',
  },
  // secrets
  secret_unreadable: {
    status: 409,
    meaning:
      'The secret can no longer be opened, for the key of the instance is another. Rotate it.',
  },
} as const satisfies Record<string, Refusal>
