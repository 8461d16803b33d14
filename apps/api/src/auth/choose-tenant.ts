import { isAtLeast, type Role } from '@prikke/contract'
import type { Pool } from '@prikke/schema'
import type { Context } from 'hono'
import { notFound, Problem } from '../problem.ts'
import type { AppEnv, RouteEntry, Tenant } from '../route.ts'
import { organizationDeleted, roleTooLow, tenantsOf } from './tenants.ts'

/** The only change that a deleted organization takes. */
export const undoing = '/api/organizations/{id}/restore'

/**
 * The organization that a session acts in: the one of the path, else of the header, else the only
 * one. @throws Problem 404 when the user is in no such, 403 when the role is too low or it is deleted.
 */
export async function chooseTenant(c: Context<AppEnv>, pool: Pool, least: Role): Promise<Tenant> {
  const { route, signedIn } = c.var
  const own = await tenantsOf(pool, signedIn.user.id)
  const tenant = named(c, own)
  if (tenant === undefined) throw notFound('You are in no such organization.')
  if (!isAtLeast(tenant.role, least)) throw roleTooLow(least)
  if (tenant.deletedAt !== null && !isReading(route) && route.path !== undoing) {
    throw organizationDeleted
  }
  return tenant
}

/** Also of what is posted: the preview of a schedule changes nothing. */
export const isReading = ({ method, security }: Pick<RouteEntry, 'method' | 'security'>) =>
  method === 'GET' || security.some(({ apiKey }) => apiKey?.[0] === 'read')

function named(c: Context<AppEnv>, own: Tenant[]): Tenant | undefined {
  const { path } = c.var.route
  if (path.startsWith('/api/organizations/')) {
    const id = c.req.path.split('/')[3]?.toLowerCase()
    return own.find(tenant => tenant.id === id)
  }
  // EventSource cannot send headers.
  const inQuery = path === '/api/events' ? c.req.query('organization') : undefined
  const slug = c.req.header('prikke-organization') ?? inQuery
  if (slug !== undefined) return own.find(tenant => tenant.slug === slug)
  const living = own.filter(tenant => tenant.deletedAt === null)
  const [only, another] = living.length > 0 ? living : own
  if (only === undefined || another !== undefined) throw organizationRequired
  return only
}

const organizationRequired = new Problem({
  status: 400,
  code: 'organization_required',
  detail: 'Name the organization in the header Prikke-Organization.',
})
