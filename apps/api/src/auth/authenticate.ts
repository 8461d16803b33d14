import type { Role, Scope } from '@prikke/contract'
import type { Pool } from '@prikke/schema'
import { createMiddleware } from 'hono/factory'
import { forbidden, Problem } from '../problem.ts'
import type { AppEnv, RouteEntry } from '../route.ts'
import { readApiKey } from './api-keys.ts'
import { chooseTenant } from './choose-tenant.ts'
import type { Sessions } from './sessions.ts'

type KeyHolder = NonNullable<Awaited<ReturnType<typeof readApiKey>>>

/** Settles who is calling and in which organization, as the route's security asks. */
export const authenticate = (pool: Pool, sessions: Sessions) =>
  createMiddleware<AppEnv>(async (c, next) => {
    const { security } = c.var.route
    if (security.length === 0) return next()
    const authorization = c.req.header('authorization')
    if (authorization !== undefined) {
      const { organization, id, name, scopes } = await byKey(pool, authorization, security)
      c.set('organization', organization)
      c.set('key', { id, name, scopes })
      c.set('caller', id)
      return next()
    }
    const signedIn = await sessions.read(c.req.header('cookie'))
    if (signedIn === null) throw unauthenticated()
    c.set('signedIn', signedIn)
    c.set('caller', signedIn.sessionId)
    const role = security.find(way => way.session !== undefined)?.session?.[0]
    if (role === 'operator') {
      if (!signedIn.user.isOperator) throw operatorsOnly
    } else if (role !== undefined) c.set('organization', await chooseTenant(c, pool, role as Role))
    await next()
    if (signedIn.renewedCookie !== null && !c.res.headers.has('set-cookie')) {
      c.res.headers.append('set-cookie', signedIn.renewedCookie)
    }
    return undefined
  })

async function byKey(
  pool: Pool,
  authorization: string,
  security: RouteEntry['security'],
): Promise<KeyHolder> {
  const [, key = ''] = /^Bearer +(\S+)$/i.exec(authorization) ?? []
  const found = await readApiKey(pool, key)
  if (found === null) throw unauthenticated()
  const scope = security.find(way => way.apiKey !== undefined)?.apiKey?.[0]
  if (scope === undefined) {
    throw forbidden('This needs a person who is signed in, not an API key.', 'session_required')
  }
  if (!found.scopes.includes(scope as Scope)) {
    throw forbidden(`This needs an API key with the scope ${scope}.`, 'scope_missing')
  }
  return found
}

const operatorsOnly = forbidden('This is for who runs this instance.', 'operator_required')

export const unauthenticated = (detail = 'Sign in, or send a valid API key.') =>
  new Problem({
    status: 401,
    code: 'unauthenticated',
    detail,
    headers: { 'www-authenticate': 'Bearer' },
  })
