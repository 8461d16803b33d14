import { live } from './as-meant.ts'
import { appUrl, type openApi } from './open-api.ts'

/**
 * Fills a body's placeholders in with what is mailed now. `newPerson` makes somebody with an
 * account and answers with their cookie.
 */
export function createLiveMail(
  { call, mailsTo }: Awaited<ReturnType<typeof openApi>>,
  newPerson: () => Promise<string>,
): (body: Buffer | null) => Promise<Buffer | null> {
  const newAddress = () => `${crypto.randomUUID()}@example.com`
  const newestTo = async (email: string) => {
    const [mail] = await mailsTo(email)
    if (mail === undefined) throw new Error(`nothing was mailed to ${email}`)
    return mail
  }
  const askedFor = async (path: string, email: string, headers: Record<string, string> = {}) => {
    const body = { email, ...(path === '/api/me/email' ? { password: 'a long password' } : {}) }
    await call('POST', path, { body, headers })
    return await newestTo(email)
  }
  const emailOf = async (cookie: string): Promise<string> =>
    (await call('GET', '/api/me', { headers: { cookie } })).body.user.email

  const values: Record<keyof typeof live, () => Promise<Record<string, string>>> = {
    signInToken: async () => {
      const { token = '' } = await askedFor('/api/auth/magic-link', newAddress())
      return { [live.signInToken]: token }
    },
    codeEmail: async () => {
      const email = newAddress()
      const { code = '' } = await askedFor('/api/auth/magic-link', email)
      return { [live.codeEmail]: email, [live.code]: code }
    },
    code: async () => ({ [live.code]: '000000' }),
    resetToken: async () => {
      const email = await emailOf(await newPerson())
      const { token = '' } = await askedFor('/api/auth/password-reset', email)
      return { [live.resetToken]: token }
    },
    inviteEmail: async () => {
      const email = newAddress()
      const headers = { cookie: await newPerson(), origin: appUrl }
      await call('POST', '/api/invites', { body: { email, role: 'member' }, headers })
      const { token = '' } = await newestTo(email)
      return { [live.inviteEmail]: email, [live.inviteToken]: token }
    },
    inviteToken: async () => ({ [live.inviteToken]: 'x' }),
    emailToken: async () => {
      const cookie = await newPerson()
      const headers = { cookie, origin: appUrl }
      const { token = '' } = await askedFor('/api/me/email', newAddress(), headers)
      return { [live.emailToken]: token }
    },
  }

  return async body => {
    let text = body?.toString('latin1') ?? ''
    if (body === null || !text.includes('"@')) return body
    for (const name of Object.keys(live) as (keyof typeof live)[]) {
      if (!text.includes(`"${live[name]}"`)) continue
      const known = await values[name]()
      for (const [placeholder, value] of Object.entries(known)) {
        text = text.replaceAll(`"${placeholder}"`, JSON.stringify(value))
      }
    }
    return Buffer.from(text, 'latin1')
  }
}
