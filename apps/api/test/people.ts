import type { Role } from '@prikke/contract'
import { members, users } from '@prikke/schema'
import { appUrl, type Call, type openApi } from './open-api.ts'

type Api = Awaited<ReturnType<typeof openApi>>
export type Somebody = { id: string; email: string; cookie: string; call: Call }

/** Somebody with an account and no organization, called as their browser does. */
export async function makeSomebody(
  { call, pool, services }: Api,
  email = `s-${crypto.randomUUID().slice(0, 8)}@example.com`,
): Promise<Somebody> {
  const [user] = await pool.db.insert(users).values({ email, name: 'x' }).returning()
  if (user === undefined) throw new Error('nobody was made')
  const device = { userAgent: null, address: null }
  const cookie = (await services.sessions.create(user.id, device)).split(';')[0] ?? ''
  const own = { cookie, origin: appUrl }
  return {
    id: user.id,
    email,
    cookie,
    call: (method, path, sent = {}) =>
      call(method, path, { ...sent, headers: { ...own, ...sent.headers } }),
  }
}

/** Somebody who is in this organization alone. */
export async function makeMember(api: Api, organizationId: string, role: Role): Promise<Somebody> {
  const somebody = await makeSomebody(api)
  await api.pool.db.insert(members).values({ organizationId, userId: somebody.id, role })
  return somebody
}
