import { enqueueTestAlert } from '@prikke/queue'
import {
  alerts,
  channels,
  jobs,
  organizations,
  type Pool,
  type StoredHeaders,
} from '@prikke/schema'
import { makeJob, makeOrganization, openDatabase } from '@prikke/schema/test'
import { createVault, places } from '@prikke/vault'
import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { openApi, secretKey } from '../../test/open-api.ts'
import { cronJob, makePast } from '../../test/samples.ts'
import { takeCode } from '../auth/login-tokens.ts'
import { channelUrls } from '../channels/channel-urls.ts'
import { secretHeaders } from '../jobs/secret-headers.ts'
import { openVault } from './open-vault.ts'
import { reseal } from './reseal.ts'

const newKey = Buffer.alloc(32, 8)
const thirdKey = Buffer.alloc(32, 9)
const url = 'https://hooks.slack.com/services/T0A1B2C3/B0D4E5F6/canaryZk3vQ81m'
const first = '00000000-0000-0000-0000-000000000000'

/** Every row of every table as text, as a dump has it. */
async function dump({ sql }: Pool): Promise<string> {
  const tables = await sql<{ name: string }[]>`
    select table_name as name from information_schema.tables where table_schema = 'public'`
  const rows = await Promise.all(
    tables.map(({ name }) => sql<{ row: string }[]>`select t::text as row from ${sql(name)} t`),
  )
  return rows
    .flat()
    .map(({ row }) => row)
    .join('\n')
}

const vaultOf = async (pool: Pool, keys: [Buffer, ...Buffer[]]) => {
  const opened = await openVault(pool, keys)
  if (!opened.ok) throw new Error(opened.problem)
  return opened.vault
}

/** An instance with a secret of every kind, all under the first key. */
async function furnished() {
  const api = await openApi({ mail: true })
  const person = await api.person('ada@example.com')
  await person.call('POST', '/api/signing-secret/rotate', { body: { overlapHours: 2 } })
  const headers = { Authorization: 'Bearer canary', 'X-Token': 'canary', 'X-Team': 'ops' }
  const job = (await person.call('POST', '/api/jobs', { body: cronJob({ headers }) })).body
  const channel = (await person.call('POST', '/api/channels', { body: { url } })).body
  const past = { organizationId: person.organization.id, jobId: job.id }
  const path = `/api/executions/${await makePast(api.pool, past)}/replay`
  const edited = (await person.call('POST', path, { body: { method: 'PUT' } })).body
  await enqueueTestAlert(api.pool, channel.id)
  await person.call('POST', '/api/auth/magic-link', { body: { email: 'ada@example.com' } })
  const [mail] = await api.mailsTo('ada@example.com')
  return { ...api, person, job, edited, channel, mail }
}

describe('a walk through all secrets', () => {
  test('puts everything under the new key, and the old one opens and is needed for nothing', async () => {
    const { pool, person, job, edited, channel, mail } = await furnished()
    const oldPrefix = createVault([secretKey]).newestPrefix
    const secret = (await person.call('GET', '/api/signing-secret')).body.secret
    const before = await vaultOf(pool, [secretKey])

    const done = await reseal(pool, [newKey, secretKey])
    expect(done).toMatchObject({ ok: true, unopened: [] })
    expect(Object.fromEntries(done.ok ? done.counts : [])).toMatchObject({
      'signing secrets': 1,
      'earlier signing secrets': 1,
      'jobs with secret headers': 1,
      'edited executions with secret headers': 1,
      'URLs of channels': 1,
      'URLs of alerts': 1,
      mails: 2,
    })
    expect(await dump(pool)).not.toContain(oldPrefix)

    const vault = await vaultOf(pool, [newKey])
    const [row] = await pool.sql`
      select o.signing_secret, o.id, j.headers, c.sealed_url, a.sealed_url as alert_url, a.sealed_for
      from organizations o, jobs j, channels c, alerts a where c.id = ${channel.id}`
    expect(vault.open(row?.signing_secret, places.signingSecret(row?.id))).toBe(secret)
    const { sealed } = row?.headers.Authorization ?? {}
    expect(vault.open(sealed, places.header(job.id, 'authorization'))).toBe('Bearer canary')
    const [own] = await pool.sql`select request from execution_requests`
    const ownPlace = places.ownHeader(edited.id, 'authorization')
    expect(vault.open(own?.request.headers.Authorization.sealed, ownPlace)).toBe('Bearer canary')
    expect(vault.open(row?.sealed_url, places.channelUrl(channel.id))).toBe(url)
    expect(vault.open(row?.alert_url, places.channelUrl(row?.sealed_for))).toBe(url)

    const place = { table: 'any', row: 'any', purpose: 'any' }
    expect(vault.fingerprint('x', place)).toBe(before.fingerprint('x', place))
    const proof = { email: 'ada@example.com', code: mail?.code ?? '' }
    expect(await takeCode(pool, vault, proof)).toMatchObject({ email: 'ada@example.com' })
    expect(await openVault(pool, [secretKey])).toMatchObject({ ok: false })
  })

  test('can be done again, and twice at once', async () => {
    const { pool, job } = await furnished()
    const twice = await Promise.all([1, 2].map(() => reseal(pool, [newKey, secretKey])))
    for (const done of twice) expect(done).toMatchObject({ ok: true, unopened: [] })
    const again = await reseal(pool, [newKey])
    expect(again.ok && [...again.counts.values()].every(count => count === 0)).toBe(true)
    const [row] = await pool.sql`select version from jobs where id = ${job.id}`
    expect(row?.version).toBe(1)
  })

  test('seals what lies in clear from before, and masks what was told', async () => {
    const { pool } = await openDatabase()
    const organizationId = await makeOrganization(pool)
    const [organization] = await pool.db
      .select()
      .from(organizations)
      .where(eq(organizations.id, organizationId))
    const headers = { Authorization: { value: 'Bearer canary', secret: true } }
    const jobId = await makeJob(pool, organizationId, { headers })
    const channel = { organizationId, kind: 'slack' as const, name: 'Old', target: url }
    const [made] = await pool.db.insert(channels).values(channel).returning()
    await enqueueTestAlert(pool, made?.id ?? '')
    const told = {
      organizationId,
      kind: 'slack' as const,
      target: url,
      type: 'channel.test' as const,
    }
    await pool.db.insert(alerts).values({ ...told, status: 'sent', settledAt: new Date() })
    await pool.db.delete(channels)
    const [moved] = await pool.db.insert(channels).values(channel).returning()

    expect(await reseal(pool, [secretKey])).toMatchObject({ ok: true, unopened: [] })
    const text = await dump(pool)
    expect(text).not.toContain('canary')
    expect(text).not.toContain(organization?.signingSecret)
    const vault = await vaultOf(pool, [secretKey])
    const [job] = await pool.db.select().from(jobs)
    const sealed = job?.headers.Authorization as { sealed: string }
    expect(vault.open(sealed.sealed, places.header(jobId, 'Authorization'))).toBe('Bearer canary')
    const rows = await pool.db.select().from(alerts).orderBy(alerts.id)
    expect(rows.map(({ target }) => target)).toEqual(Array(2).fill('https://hooks.slack.com/…Q81m'))
    const [waiting, sent] = rows
    const place = places.channelUrl(waiting?.sealedFor ?? '')
    expect(vault.open(waiting?.sealedUrl ?? '', place)).toBe(url)
    expect(sent).toMatchObject({ sealedUrl: null, sealedFor: null })
    expect(moved?.id).toBeTruthy()
  })

  test('leaves alone what was changed since it was read', async () => {
    const { pool } = await openDatabase()
    const organizationId = await makeOrganization(pool)
    const clear = (value: string): StoredHeaders => ({ Cookie: { value, secret: true } })
    const id = await makeJob(pool, organizationId, { headers: clear('old') })
    const vault = await vaultOf(pool, [secretKey])
    const [found] = await secretHeaders(pool.sql, vault).find(first, 10)
    await pool.db
      .update(jobs)
      .set({ headers: clear('new') })
      .where(eq(jobs.id, id))
    expect(await found?.reseal()).toBe(false)
    const [job] = await pool.db.select().from(jobs)
    expect(job?.headers).toEqual(clear('new'))
  })

  test('takes a URL that was added again, sealed, without its fingerprint', async () => {
    const api = await openApi()
    const org = await api.organization()
    const old = { organizationId: org.id, kind: 'slack' as const, name: 'Old', target: url }
    await api.pool.db.insert(channels).values(old)
    expect((await org.call('POST', '/api/channels', { body: { url } })).status).toBe(201)
    expect(await reseal(api.pool, [secretKey])).toMatchObject({ ok: true, unopened: [] })
    expect(await channelUrls(api.pool.sql, api.services.vault).find(first, 10)).toEqual([])
    const prints = await api.pool
      .sql`select url_fingerprint is null as none from channels order by id`
    expect(prints.map(({ none }) => none)).toEqual([true, false])
  })
})

describe('what does not open', () => {
  test('for want of a key keeps the fingerprint key under the old one, until that key is there', async () => {
    const { pool, job } = await furnished()
    const sealed = createVault([thirdKey]).seal('canary', places.header(job.id, 'X-Token'))
    const [row] = await pool.db.select().from(jobs)
    const headers: StoredHeaders = { ...row?.headers, 'X-Token': { sealed, secret: true } }
    await pool.db.update(jobs).set({ headers })
    const done = await reseal(pool, [newKey, secretKey])
    expect(done).toMatchObject({
      ok: true,
      unopened: [{ what: 'jobs with secret headers', id: job.id, isKeyMissing: true }],
    })
    expect(await openVault(pool, [newKey])).toMatchObject({ ok: false })
    expect(await reseal(pool, [newKey, secretKey, thirdKey])).toMatchObject({ unopened: [] })
    expect(await openVault(pool, [newKey])).toMatchObject({ ok: true })
  })

  test('because it was changed is told, and holds up nothing else', async () => {
    const { pool, job } = await furnished()
    const [row] = await pool.db.select().from(jobs)
    const own = row?.headers ?? {}
    const headers: StoredHeaders = {
      ...own,
      'X-Token': own.Authorization ?? { value: '', secret: false },
    }
    await pool.db.update(jobs).set({ headers })
    const done = await reseal(pool, [newKey, secretKey])
    expect(done).toMatchObject({
      unopened: [{ what: 'jobs with secret headers', id: job.id, isKeyMissing: false }],
    })
    const vault = await vaultOf(pool, [newKey])
    const [after] = await pool.db.select().from(jobs)
    const kept = after?.headers.Authorization as { sealed: string }
    expect(vault.open(kept.sealed, places.header(job.id, 'Authorization'))).toBe('Bearer canary')
  })

  test('a database of another key is refused before anything is written', async () => {
    const { pool } = await furnished()
    const before = await dump(pool)
    const refused = await reseal(pool, [newKey])
    expect(refused).toMatchObject({
      ok: false,
      problem: expect.stringMatching(/another secret key/),
    })
    expect(await dump(pool)).toBe(before)
  })
})

test('of many who open a new database at once, all have the same fingerprint key', async () => {
  const { pool } = await openDatabase()
  const vaults = await Promise.all(Array.from({ length: 8 }, () => vaultOf(pool, [secretKey])))
  const place = { table: 'any', row: 'any', purpose: 'any' }
  expect(new Set(vaults.map(vault => vault.fingerprint('x', place))).size).toBe(1)
})
