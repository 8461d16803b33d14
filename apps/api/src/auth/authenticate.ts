import { members, organizations, type Pool } from '@prikke/schema'
import { asc, eq } from 'drizzle-orm'
import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { forbidden, notFound, Problem } from '../problem.ts'
import type { AppEnv, Tenant } from '../route.ts'
import { readApiKey } from './api-keys.ts'
import type { Sessions } from './sessions.ts'

/** Settles who is calling and in which organization, as the route's security asks. */
export const authenticate = (pool: Pool, sessions: Sessions) =>
  createMiddleware<AppEnv>(async (c, next) => {
    const { security } = c.var.route
    if (security.length === 0) return next()
    const authorization = c.req.header('authorization')
    if (authorization !== undefined) {
      const organization = await byKey(pool, authorization)
      if (!security.some(way => way.apiKey !== undefined)) {
        throw forbidden('This needs a person who is signed in, not an API key.', 'session_required')
      }
      c.set('organization', organization)
      return next()
    }
    const signedIn = await sessions.read(c.req.header('cookie'))
    if (signedIn === null) throw unauthenticated()
    c.set('signedIn', signedIn)
    const role = security.find(way => way.session !== undefined)?.session?.[0]
    if (role !== undefined) c.set('organization', await organizationOf(c, pool, role))
    await next()
    if (signedIn.renewedCookie !== null && !c.res.headers.has('set-cookie')) {
      c.res.headers.append('set-cookie', signedIn.renewedCookie)
    }
    return undefined
  })

async function byKey(pool: Pool, authorization: string): Promise<Tenant> {
  const [, key = ''] = /^Bearer +(\S+)$/i.exec(authorization) ?? []
  const organization = await readApiKey(pool, key)
  if (organization === null) throw unauthenticated()
  return organization
}

export const unauthenticated = (detail = 'Sign in, or send a valid API key.') =>
  new Problem({
    status: 401,
    code: 'unauthenticated',
    detail,
    headers: { 'www-authenticate': 'Bearer' },
  })

/** The organizations of a user, oldest membership first. Asked anew for every request. */
export async function organizationsOf(pool: Pool, userId: string): Promise<Tenant[]> {
  return await pool.db
    .select({
      id: organizations.id,
      slug: organizations.slug,
      name: organizations.name,
      tier: organizations.tier,
      role: members.role,
    })
    .from(members)
    .innerJoin(organizations, eq(organizations.id, members.organizationId))
    .where(eq(members.userId, userId))
    .orderBy(asc(members.createdAt), asc(organizations.id))
}

async function organizationOf(c: Context<AppEnv>, pool: Pool, role: string): Promise<Tenant> {
  const own = await organizationsOf(pool, c.var.signedIn.user.id)
  const [first] = own
  // EventSource cannot send headers.
  const inQuery = c.var.route.path === '/api/events' ? c.req.query('organization') : undefined
  const slug = c.req.header('prikke-organization') ?? inQuery
  if (slug === undefined && (own.length > 1 || first === undefined)) throw organizationRequired()
  const organization = slug === undefined ? first : own.find(one => one.slug === slug)
  if (organization === undefined) throw notFound('You are in no organization of this name.')
  if (role === 'admin' && organization.role === 'member') {
    throw forbidden('Only an owner or an admin of the organization may do this.')
  }
  return organization
}

const organizationRequired = () =>
  new Problem({
    status: 400,
    code: 'organization_required',
    detail: 'Name the organization in the header Prikke-Organization.',
  })
