import { channels } from '@prikke/schema'
import { places } from '@prikke/vault'
import { describe, expect, test } from 'vitest'
import { openApi } from '../../test/open-api.ts'
import { maskUrl } from '../channels/mask-url.ts'

describe('POST /api/channels', () => {
  test('201: the kind follows from the URL unless it is said', async () => {
    const org = await (await openApi()).organization()
    for (const [input, kind, name] of [
      [{ address: 'Ops@Example.com' }, 'email', 'E-mail'],
      [{ url: 'https://hooks.slack.com/services/T/B/xxxx' }, 'slack', 'Slack'],
      [{ url: 'https://discord.com/api/webhooks/1/x' }, 'discord', 'Discord'],
      [{ url: 'https://discord.com/other' }, 'webhook', 'Webhook'],
      [{ url: 'https://example.com/hooks.slack.com', name: 'Mine' }, 'webhook', 'Mine'],
      [{ url: 'https://chat.example.com/hook', kind: 'slack' }, 'slack', 'Slack'],
    ] as const) {
      const { status, body } = await org.call('POST', '/api/channels', { body: input })
      expect([status, body.kind, body.name, body.enabled]).toEqual([201, kind, name, true])
      const shown = 'address' in input ? 'ops@example.com' : maskUrl(input.url)
      expect(body.address ?? body.url).toBe(shown)
    }
  })

  test('409 for a target twice, 422 for what no channel is', async () => {
    const org = await (await openApi()).organization()
    await org.call('POST', '/api/channels', { body: { address: 'a@example.com' } })
    const twice = await org.call('POST', '/api/channels', { body: { address: 'A@example.com' } })
    expect([twice.status, twice.body.code]).toEqual([409, 'channel_exists'])
    for (const [input, path, code] of [
      [{}, 'url', 'invalid'],
      [{ address: 'a@b.com', url: 'https://example.com' }, 'url', 'invalid'],
      [{ kind: 'email', url: 'https://example.com' }, 'kind', 'invalid'],
      [{ kind: 'slack', address: 'b@example.com' }, 'kind', 'invalid'],
      [{ kind: 'pager', url: 'https://example.com' }, 'kind', 'invalid_value'],
      [{ address: 'nobody' }, 'address', 'invalid_format'],
      [{ url: 'http://169.254.169.254/' }, 'url', 'url_blocked_address'],
      [{ url: 'mailto:a@example.com' }, 'url', 'url_scheme_not_allowed'],
      [{ url: 'not a url' }, 'url', 'url_invalid'],
      [{ url: 'https://hooks.slack.com/…x7Qz' }, 'url', 'url_masked'],
    ] as const) {
      const { status, body } = await org.call('POST', '/api/channels', { body: input })
      expect([input, status, body.errors?.[0]?.path, body.errors?.[0]?.code]).toEqual([
        input,
        422,
        path,
        code,
      ])
    }
  })
})

describe('/api/channels/:id', () => {
  test('200, 204, 404: read, changed, deleted, gone', async () => {
    const org = await (await openApi()).organization()
    const made = await org.call('POST', '/api/channels', { body: { address: 'a@example.com' } })
    const path = `/api/channels/${made.body.id}`
    expect((await org.call('GET', path)).body).toEqual(made.body)
    const off = await org.call('PATCH', path, { body: { enabled: false, name: 'Off' } })
    expect(off.body).toMatchObject({ enabled: false, name: 'Off', address: 'a@example.com' })
    const wrong = await org.call('PATCH', path, { body: { url: 'https://example.com' } })
    expect([wrong.status, wrong.body.code]).toEqual([422, 'channel_mismatch'])
    const kind = await org.call('PATCH', path, { body: { kind: 'slack' } })
    expect([kind.status, kind.body.code]).toEqual([422, 'unknown_field'])
    expect((await org.call('DELETE', path)).status).toBe(204)
    for (const method of ['GET', 'DELETE'] as const) {
      expect((await org.call(method, path)).status).toBe(404)
    }
    expect((await org.call('PATCH', path, { body: {} })).status).toBe(404)
    expect((await org.call('POST', `${path}/test`)).status).toBe(404)
    expect((await org.call('GET', '/api/channels')).body).toEqual({ data: [], nextCursor: null })
  })
})

describe('the URL of a channel', () => {
  const url = 'https://hooks.slack.com/services/T0A1B2C3/B0D4E5F6/Zk3vQ81mN0pKd2Lx'
  const shown = 'https://hooks.slack.com/…d2Lx'

  test('lies sealed, and every answer shows its host and its end alone', async () => {
    const api = await openApi()
    const org = await api.organization()
    const made = await org.call('POST', '/api/channels', { body: { url } })
    const path = `/api/channels/${made.body.id}`
    const renamed = await org.call('PATCH', path, { body: { name: 'Ops' } })
    const listed = await org.call('GET', '/api/channels')
    for (const { url: answered } of [made.body, renamed.body, listed.body.data[0]]) {
      expect(answered).toBe(shown)
    }
    const [row] = await api.pool
      .sql`select id, target, sealed_url, c::text as whole from channels c`
    expect(row).toMatchObject({ target: shown })
    expect(row?.whole).not.toContain('Zk3vQ81mN0pKd2Lx')
    expect(api.services.vault.open(row?.sealed_url, places.channelUrl(row?.id))).toBe(url)
  })

  test('stays what it is when it is sent back as shown, and is known when it is given twice', async () => {
    const api = await openApi()
    const org = await api.organization()
    const { body } = await org.call('POST', '/api/channels', { body: { url } })
    const path = `/api/channels/${body.id}`
    const urlOf = async () => {
      const [row] = await api.pool.sql`select id, sealed_url from channels where id = ${body.id}`
      return api.services.vault.open(row?.sealed_url, places.channelUrl(row?.id))
    }
    const same = await org.call('PATCH', path, { body: { url: shown, enabled: false } })
    expect([same.status, same.body.enabled, await urlOf()]).toEqual([200, false, url])
    const twice = await org.call('POST', '/api/channels', { body: { url } })
    expect([twice.status, twice.body.code]).toEqual([409, 'channel_exists'])
    const other = 'https://hooks.slack.com/services/T0A1B2C3/B0D4E5F6/another-00000d2Lx'
    expect((await org.call('PATCH', path, { body: { url: other } })).body.url).toBe(shown)
    expect(await urlOf()).toBe(other)
    expect((await org.call('POST', '/api/channels', { body: { url } })).status).toBe(201)
    const stranger = await api.organization()
    expect((await stranger.call('POST', '/api/channels', { body: { url } })).status).toBe(201)
  })

  test('of before it was sealed is shown like any other', async () => {
    const api = await openApi()
    const org = await api.organization()
    const row = { organizationId: org.id, kind: 'slack' as const, name: 'Old', target: url }
    await api.pool.db.insert(channels).values(row)
    expect((await org.call('GET', '/api/channels')).body.data).toMatchObject([{ url: shown }])
  })
})

describe('POST /api/channels/:id/test and GET /api/alerts', () => {
  test('200: what the receiver really said, as soon as it is known', async () => {
    const api = await openApi({ listening: true })
    const org = await api.organization()
    const { body } = await org.call('POST', '/api/channels', { body: { address: 'a@example.com' } })
    const answer = org.call('POST', `/api/channels/${body.id}/test`)
    const alertId = await expect
      .poll(async () => (await api.pool.sql`select id from alerts`)[0]?.id, { timeout: 5_000 })
      .toBeTruthy()
      .then(async () => (await api.pool.sql`select id from alerts`)[0]?.id)
    const pending = await org.call('GET', '/api/alerts')
    expect(pending.body.data).toMatchObject([
      {
        id: alertId,
        type: 'channel.test',
        status: 'pending',
        target: 'a@example.com',
        jobId: null,
      },
    ])
    await api.pool.sql`update alerts set status = 'dead', status_code = 550, answer = 'no such box',
      settled_at = now()`
    const hint = [{ type: 'alerts', organizations: [org.id] }]
    await api.pool.sql`select pg_notify('prikke_events', ${JSON.stringify(hint)})`
    expect(await answer).toMatchObject({
      status: 200,
      body: { status: 'dead', statusCode: 550, answer: 'no such box' },
    })
  })
})

test('404: a channel that is deleted while its test is asked for', async () => {
  const api = await openApi()
  const org = await api.organization()
  const made = await org.call('POST', '/api/channels', { body: { address: 'a@example.com' } })
  const { sql } = api.pool
  const asked = await sql.begin(async deleting => {
    await deleting`delete from channels`
    const answer = org.call('POST', `/api/channels/${made.body.id}/test`)
    for (let waiting = 0; waiting === 0; ) {
      const locks = await sql`select from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`
      waiting = locks.length
    }
    return { answer }
  })
  const { status, body } = await asked.answer
  expect([status, body.code]).toEqual([404, 'not_found'])
})
