import { readFileSync } from 'node:fs'
import { type Action, actions, isAtLeast, leastRoles, type Role, roles } from '@prikke/contract'
import { describe, expect, test } from 'vitest'
import { openApi } from '../../test/open-api.ts'
import { makeMember } from '../../test/people.ts'
import { cronJob } from '../../test/samples.ts'

type Stage = Awaited<ReturnType<typeof setStage>>
type Request = readonly [method: string, path: string, body?: unknown]

type Api = Awaited<ReturnType<typeof openApi>>

/** An organization with one of each role, and what the requests name. */
async function setStage(api: Api) {
  const owner = await api.person()
  const { id } = owner.organization
  // More people than Free has.
  await api.pool.sql`update organizations set tier = 'pro' where id = ${id}`
  const people = {
    owner: await makeMember(api, id, 'owner'),
    admin: await makeMember(api, id, 'admin'),
    member: await makeMember(api, id, 'member'),
  }
  const other = await makeMember(api, id, 'member')
  const key = await owner.call('POST', '/api/keys', { body: { name: 'k' } })
  const invited = { email: `${crypto.randomUUID()}@example.com`, role: 'member' }
  const invite = await owner.call('POST', '/api/invites', { body: invited })
  return { owner, id, people, other, keyId: key.body.id, inviteId: invite.body.id }
}

/** What each action stands for: requests that nobody of a lower role may make. */
const requests: Record<Action, (stage: Stage) => Request[]> = {
  look: ({ id }) => [
    ['GET', '/api/jobs'],
    ['GET', '/api/executions'],
    ['GET', '/api/stats'],
    ['GET', '/api/channels'],
    ['GET', '/api/alerts'],
    ['GET', '/api/members'],
    ['GET', `/api/organizations/${id}`],
    ['POST', '/api/schedules/preview', { cronExpression: '@daily' }],
  ],
  work: () => [
    ['POST', '/api/jobs', cronJob()],
    ['PUT', '/api/sync', { jobs: [] }],
    ['POST', '/api/channels', { address: `${crypto.randomUUID()}@example.com` }],
  ],
  manage_keys: ({ keyId }) => [
    ['GET', '/api/keys'],
    ['POST', '/api/keys', { name: 'k' }],
    ['POST', `/api/keys/${keyId}/rotate`, {}],
    ['DELETE', `/api/keys/${keyId}`],
  ],
  manage_signing_secret: () => [
    ['GET', '/api/signing-secret'],
    ['POST', '/api/signing-secret/rotate', {}],
  ],
  manage_invites: ({ inviteId }) => [
    ['GET', '/api/invites'],
    ['POST', '/api/invites', { email: `${crypto.randomUUID()}@example.com`, role: 'admin' }],
    ['POST', `/api/invites/${inviteId}/resend`],
    ['DELETE', `/api/invites/${inviteId}`],
  ],
  manage_members: ({ other }) => [
    ['PATCH', `/api/members/${other.id}`, { role: 'admin' }],
    ['DELETE', `/api/members/${other.id}`],
  ],
  read_audit: () => [['GET', '/api/audit']],
  export_organization: ({ id }) => [['GET', `/api/organizations/${id}/export`]],
  rename_organization: ({ id }) => [
    ['PATCH', `/api/organizations/${id}`, { name: 'Renamed', slug: `renamed-${id}` }],
  ],
  manage_owners: ({ other, owner }) => [
    ['PATCH', `/api/members/${other.id}`, { role: 'owner' }],
    ['PATCH', `/api/members/${owner.user.id}`, { role: 'member' }],
    ['DELETE', `/api/members/${owner.user.id}`],
    ['POST', '/api/invites', { email: `${crypto.randomUUID()}@example.com`, role: 'owner' }],
  ],
  change_tier: ({ id }) => [['PUT', `/api/organizations/${id}/tier`, { tier: 'pro' }]],
  delete_organization: ({ id, owner }) => [
    ['DELETE', `/api/organizations/${id}`, { confirm: owner.email.split('@')[0] }],
    ['POST', `/api/organizations/${id}/restore`],
  ],
  leave: ({ id }) => [['POST', `/api/organizations/${id}/leave`]],
}

describe.each(roles)('who is %s', role => {
  test('may do what the table has for them, and is told 403 of everything else', async () => {
    const api = await openApi({ planLimits: true })
    for (const action of actions) {
      const stage = await setStage(api)
      const mayDo = isAtLeast(role, leastRoles[action])
      for (const [method, path, body] of requests[action](stage)) {
        const sent = body === undefined ? {} : { body }
        const answer = await stage.people[role].call(method, path, sent)
        if (mayDo) expect([method, path, answer.status < 300]).toEqual([method, path, true])
        else {
          const told = [method, path, answer.status, answer.body.code]
          expect(told).toEqual([method, path, 403, 'forbidden'])
        }
      }
    }
  })

  test('is told what they may do', async () => {
    const { people, id } = await setStage(await openApi({ planLimits: true }))
    const { body } = await people[role].call('GET', '/api/me')
    const wanted = actions.filter(action => isAtLeast(role, leastRoles[action]))
    expect(body.organizations).toMatchObject([{ id, role, may: wanted }])
  })
})

test('the documentation has the same table', () => {
  const page = readFileSync(new URL('../../../../docs/accounts.md', import.meta.url), 'utf8')
  const rows = page.matchAll(/^\| `(\w+)` +\|[^|]+\| (yes|no) +\| (yes|no) +\| (yes|no) +\|$/gm)
  const told = [...rows].map(([, action, ...yes]) => [action, yes])
  const names: Role[] = ['member', 'admin', 'owner']
  const table = actions.map(action => [
    action,
    names.map(role => (isAtLeast(role, leastRoles[action]) ? 'yes' : 'no')),
  ])
  expect(told).toEqual(table)
})

test('the dashboard has the same table', () => {
  const words = new URL('../../../web/src/words/rights.ts', import.meta.url)
  const rows = readFileSync(words, 'utf8').matchAll(/action: '(\w+)',\s+least: '(\w+)'/g)
  expect([...rows].map(([, action, least]) => [action, least])).toEqual(
    actions.map(action => [action, leastRoles[action]]),
  )
})
