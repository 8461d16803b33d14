import { type Scope, scopes } from '@prikke/contract'
import { apiKeys, members } from '@prikke/schema'
import { createApp } from '../src/app.ts'
import { newApiKey } from '../src/auth/api-keys.ts'
import { createLimits } from '../src/limits.ts'
import { createRateLimit } from '../src/rate-limit.ts'
import type { Services } from '../src/services.ts'
import { setActStage } from './acts.ts'
import { readDescription } from './json-schema.ts'
import { appUrl, callerOf, openApi } from './open-api.ts'
import { makeMember } from './people.ts'

/** An api with everybody in it whom some route refuses. */
export async function setRefusalStage() {
  const api = await openApi({ limitFactor: 1_000 })
  const { app, pool, services, call, mailsTo } = api
  const description = readDescription((await call('GET', '/api/openapi.json')).body)
  const as = callerOf(app)
  /** Calls the same database through an app that is set up otherwise. */
  const elsewhere = (more: Partial<Services>) => callerOf(createApp({ ...services, ...more }))
  const settings = { ...services.settings, registration: 'closed' as const }

  const owner = await api.person()
  const { organization } = owner
  const [member, admin, several] = [
    await makeMember(api, organization.id, 'member'),
    await makeMember(api, organization.id, 'admin'),
    await makeMember(api, organization.id, 'member'),
  ]
  const another = await api.person()
  await pool.db
    .insert(members)
    .values({ organizationId: another.organization.id, userId: several.id, role: 'owner' })
  const gone = await api.person()
  const { name } = (await gone.call('GET', `/api/organizations/${gone.organization.id}`)).body
  await gone.call('DELETE', `/api/organizations/${gone.organization.id}`, {
    body: { confirm: name },
  })

  const newKey = async (own: readonly Scope[]) => {
    const { keyId, secretHash, key } = newApiKey()
    const row = { organizationId: organization.id, keyId, secretHash, name: own.join() }
    await pool.db.insert(apiKeys).values({ ...row, scopes: [...own] })
    return { authorization: `Bearer ${key}` }
  }
  const headersOfKey = {
    all: await newKey(scopes),
    read: await newKey(['write', 'trigger']),
    write: await newKey(['read', 'trigger']),
    trigger: await newKey(['read', 'write']),
  }

  return {
    ...{ api, pool, call },
    ...{ description, organization, owner, member, admin, several, another, gone },
    byKey: as(headersOfKey.all),
    /** With every scope but this one. */
    byKeyWithout: (scope: Scope) => as(headersOfKey[scope]),
    /** Where every limit is spent already. */
    spent: elsewhere({
      limits: createLimits(pool, { factor: 0 }),
      rateLimit: createRateLimit({ isOn: true, factor: 0 }),
    }),
    headersOfKey,
    /** Where what routes do can be done. */
    acts: await setActStage(api),
    headersOfOwner: { cookie: owner.cookie, origin: appUrl },
    /** Where nobody registers. */
    closed: elsewhere({ settings })({}),
    /** What was mailed last to an address. */
    newestTo: async (email: string) => (await mailsTo(email))[0] ?? { token: '', code: '' },
    newAddress: () => `${crypto.randomUUID()}@example.com`,
  }
}

export type RefusalStage = Awaited<ReturnType<typeof setRefusalStage>>
