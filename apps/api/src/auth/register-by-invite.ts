import type { Database } from '@prikke/schema'
import { acceptInvite, join } from '../organizations/answer-invite.ts'
import { invalid } from '../problem.ts'
import type { Tenant } from '../route.ts'
import type { Services } from '../services.ts'
import { type Account, createUser } from './create-account.ts'
import { lockRegistration, registrationClosed } from './registration.ts'

type Input = {
  email: string
  name?: string | undefined
  passwordHash: string | null
  inviteToken: string
}

/**
 * Makes an account that joins the organization of an invite instead of having one of its own. The
 * token came by mail, so it proves the address like any link, and the password given with it holds.
 * @throws Problem 403 when registration is closed or the invite is for another address, 409 when the
 * address has an account, 410 when the invite is over, 422 without a password where mail is not set up.
 */
export async function registerByInvite(
  tx: Database,
  settings: Services['settings'],
  { email, name, passwordHash, inviteToken }: Input,
): Promise<{ user: Account['user']; tenant: Tenant }> {
  if (settings.registration === 'closed') throw registrationClosed
  if (passwordHash === null && !settings.mail) throw passwordRequired()
  // A link to the same address that comes meanwhile waits, and then finds the account.
  await lockRegistration(tx)
  const invite = await acceptInvite(tx, inviteToken, email)
  const isConfirmed = settings.mail
  const user = await createUser(tx, { email, name, passwordHash, isConfirmed, isOperator: false })
  return { user, tenant: await join(tx, invite, user.id) }
}

export const passwordRequired = () =>
  invalid([{ path: 'password', code: 'required', message: 'is required' }])
