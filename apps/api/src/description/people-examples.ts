import { type Example, one } from './example.ts'

const ids = {
  user: '019aa1b0-3a90-7d16-8f42-c5b7a9e61d03',
  organization: '019aa1b0-3a91-7c58-9e07-1f6d84b2a3c5',
  key: '019aa1b5-92c4-7e80-8d31-b0a6f5c7e419',
  invite: '019aa1b6-5f0b-7d93-a7e2-46c9d1b8f350',
  session: '019aa1b0-3a95-7f21-b48d-e07c6a5d9f12',
}
const madeAt = '2026-11-20T09:12:30.482Z'

const keyId = 'pk_live_3f8c0d5e7a91b2c46f08d3e5'
const key = `${keyId}.sk_live_Zm9yIGRvY3VtZW50YXRpb24gb25seSwgbm90IGEga2V5x3Bq9Fd`
const token = 'wJ0rXcT5m2Qe8LhVbN4uKzP7sYfA1dGi3oRtE6yHxCk'
const user = {
  id: ids.user,
  email: 'ada@example.com',
  name: 'Ada Berg',
  hasPassword: true,
  isOperator: false,
}
const organization = {
  id: ids.organization,
  slug: 'acme',
  name: 'Acme',
  role: 'owner',
  tier: 'free',
  may: [
    ...['look', 'work', 'leave', 'manage_keys', 'manage_signing_secret', 'manage_invites'],
    ...['manage_members', 'rename_organization', 'read_audit', 'manage_owners'],
    ...['delete_organization', 'export_organization', 'change_tier'],
  ],
  deletedAt: null,
  goneAt: null,
}
const me = { user, organizations: [organization] }
const apiKey = {
  id: ids.key,
  keyId,
  name: 'Deployments',
  scopes: ['read', 'write'],
  expiresAt: '2027-11-20T00:00:00.000Z',
  previousExpiresAt: null,
  lastUsedAt: '2026-11-21T13:58:11.020Z',
  createdAt: madeAt,
}
const invited = { email: 'ben@example.com', role: 'member', status: 'open' }

/** Of accounts, organizations, who is in them, and keys. */
export const peopleExamples: Readonly<Record<string, readonly Example[]>> = {
  OrganizationInput: one({ name: 'Acme' }),
  OrganizationPatch: one({ name: 'Acme Europe', slug: 'acme-europe' }),
  TierInput: one({ tier: 'pro' }),
  DeleteOrganizationInput: one({ confirm: 'Acme' }),
  Organization: one(organization),
  MemberPatch: one({ role: 'admin' }),
  Member: one({
    ...{ userId: ids.user, email: user.email, name: user.name },
    ...{ role: 'owner', joinedAt: madeAt },
  }),
  InviteInput: one({ email: invited.email, role: invited.role }),
  Invite: one({
    id: ids.invite,
    ...invited,
    invitedBy: user.email,
    createdAt: madeAt,
    expiresAt: '2026-11-27T09:12:30.482Z',
  }),
  Invitation: one({
    organizationName: 'Acme',
    ...invited,
    expiresAt: '2026-11-27T09:12:30.482Z',
  }),
  KeyInput: one({
    name: 'Deployments',
    scopes: ['read', 'write'],
    expiresAt: '2027-11-20T00:00:00.000Z',
  }),
  Key: one(apiKey),
  NewKey: one({ ...apiKey, lastUsedAt: null, key }),
  RotateInput: one({ overlapHours: 24 }),
  SigningSecret: one({
    secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    previousExpiresAt: '2026-11-21T09:12:30.482Z',
  }),
  RegisterInput: one({
    email: user.email,
    password: 'correct horse battery staple',
    name: user.name,
    organizationName: 'Acme',
  }),
  Registered: one({ user, organization }),
  LoginInput: one({ email: user.email, password: 'correct horse battery staple' }),
  Me: one(me),
  MePatch: one({ name: 'Ada Berg' }),
  ChangePasswordInput: one({
    currentPassword: 'correct horse battery staple',
    password: 'another long passphrase',
  }),
  ChangeEmailInput: one({
    email: 'ada@example.org',
    password: 'correct horse battery staple',
  }),
  ChangedEmail: one({ email: 'ada@example.org' }),
  AddressInput: one({ email: user.email }),
  Sent: one({ status: 'sent' }),
  Confirm: one({ status: 'confirm' }),
  VerifyInput: [
    { summary: 'By the link', value: { token } },
    { summary: 'By the code', value: { email: user.email, code: '402917' } },
  ],
  TokenInput: one({ token }),
  ResetPasswordInput: one({ token, password: 'another long passphrase' }),
  Session: one({
    id: ids.session,
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:146.0) Gecko/20100101 Firefox/146.0',
    address: '203.0.113.9',
    createdAt: madeAt,
    lastSeenAt: '2026-11-21T13:55:00.000Z',
    current: true,
  }),
  Instance: one({
    ...{ registration: 'open', firstAccount: false, setupTokenRequired: false, mail: true },
    planLimits: false,
  }),
}
