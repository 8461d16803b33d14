import { plans } from '@prikke/schema'
import { type Answer, openApi } from './open-api.ts'
import { makeSomebody } from './people.ts'
import { cronJob, makeJob, makePast } from './samples.ts'

type Limited = Awaited<ReturnType<typeof setUp>>

const often = { cronExpression: '* * * * *' }

/** An organization of Free where the limits of plans hold. */
async function setUp() {
  const api = await openApi({ planLimits: true, limitFactor: 1_000 })
  const owner = await api.person()
  const { id } = owner.organization
  return {
    api,
    ...owner,
    invite: (email: string) =>
      owner.call('POST', '/api/invites', { body: { email, role: 'member' } }),
    tokenTo: async (email: string) => (await api.mailsTo(email))[0]?.token ?? '',
    /** The last seat, taken by somebody who was not invited. */
    fill: async () => {
      const { id: userId } = await makeSomebody(api)
      await api.pool.sql`insert into members (organization_id, user_id, role)
        values (${id}, ${userId}, 'member')`
    },
    useUp: () => api.pool.sql`
      insert into usage_counts (organization_id, month, part, executions, by_day)
      values (${id}, date_trunc('month', now() at time zone 'UTC')::date, 2,
        ${plans.free.executions}, array_fill(0, array[31]))`,
  }
}

/** What the plan stands in the way of, by route; each in an organization of its own. */
const refused: Record<string, (limited: Limited) => Promise<Answer>> = {
  'POST /api/auth/register': async ({ api, invite, tokenTo, fill }) => {
    const email = 'ann@example.com'
    await invite(email)
    await fill()
    const body = { email, password: 'a long password', inviteToken: await tokenTo(email) }
    return api.call('POST', '/api/auth/register', { body })
  },
  'POST /api/invites/{invite}/accept': async ({ api, invite, tokenTo, fill }) => {
    const { email, call } = await makeSomebody(api)
    await invite(email)
    await fill()
    return call('POST', `/api/invites/${await tokenTo(email)}/accept`)
  },
  'POST /api/invites': async ({ invite, fill }) => {
    await fill()
    return invite('ann@example.com')
  },
  'POST /api/invites/{invite}/resend': async ({ call, invite, fill }) => {
    const { id } = (await invite('ann@example.com')).body
    await fill()
    return call('POST', `/api/invites/${id}/resend`)
  },
  'POST /api/jobs': ({ call }) => call('POST', '/api/jobs', { body: cronJob(often) }),
  'PATCH /api/jobs/{id}': async ({ call }) =>
    call('PATCH', `/api/jobs/${await makeJob(call)}`, { body: often }),
  'POST /api/jobs/bulk': async ({ api, call }) => {
    const id = await makeJob(call, { enabled: false })
    await api.pool.sql`update jobs set interval_minutes = 1 where id = ${id}`
    return call('POST', '/api/jobs/bulk', { body: { ids: [id], action: 'enable' } })
  },
  'PUT /api/sync': ({ call }) =>
    call('PUT', '/api/sync', { body: { jobs: [cronJob({ key: 'often', ...often })] } }),
  'POST /api/jobs/{id}/trigger': async ({ call, useUp }) => {
    const id = await makeJob(call)
    await useUp()
    return call('POST', `/api/jobs/${id}/trigger`)
  },
  'POST /api/jobs/bulk/trigger': async ({ call, useUp }) => {
    const id = await makeJob(call)
    await useUp()
    return call('POST', '/api/jobs/bulk/trigger', { body: { ids: [id] } })
  },
  'POST /api/executions/{id}/replay': async ({ api, call, organization, useUp }) => {
    const jobId = await makeJob(call)
    const scheduledFor = new Date().toISOString()
    const past = { organizationId: organization.id, jobId, scheduledFor }
    const id = await makePast(api.pool, past)
    await useUp()
    return call('POST', `/api/executions/${id}/replay`)
  },
}

/** Everything that the plan of an organization refuses, by route and code. */
export const beyondPlan: Readonly<Record<string, () => Promise<Answer>>> = Object.fromEntries(
  Object.entries(refused).map(([route, provoke]) => [
    `${route} plan_limit`,
    async () => provoke(await setUp()),
  ]),
)
