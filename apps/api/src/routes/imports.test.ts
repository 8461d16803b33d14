import type { ImportPreview } from '@prikke/contract'
import { describe, expect, test } from 'vitest'
import { type Call, openApi } from '../../test/open-api.ts'

const path = '/api/imports/preview'

async function read(call: Call, text: string, timezone?: string): Promise<ImportPreview> {
  const { status, body } = await call('POST', path, { body: { text, timezone } })
  expect([status, body.code]).toEqual([200, undefined])
  return body
}

const crontab = `MAILTO=ops@example.com
# Nightly report
30 2 * * * curl -k -m 10 -H 'X-Team: a' -H 'Authorization: Bearer c4nary' https://example.com/a

0 25 * * * curl https://example.com/b
0 3 * * * curl http://10.0.0.1/
0 4 * * * /opt/backup.sh
CRON_TZ=Nope/Zone
0 5 * * * curl https://example.com/c
`

describe('POST /api/imports/preview', () => {
  test('200: a crontab line by line, with what it would become and what stands in the way', async () => {
    const { call } = await (await openApi()).organization()
    const { kind, entries, ignoredCount } = await read(call, crontab, 'Europe/Oslo')
    expect([kind, ignoredCount]).toEqual(['crontab', 3])
    expect(entries.map(({ line, problem }) => [line, problem])).toEqual([
      [1, null],
      [3, null],
      [5, expect.stringContaining('25')],
      [6, expect.stringContaining('private')],
      [7, 'It runs “/opt/backup.sh” on that machine, and Prikke only calls URLs.'],
      [8, null],
      [9, expect.stringContaining('time zone')],
    ])
    expect(entries[1]).toMatchObject({
      job: {
        ...{ name: 'Nightly report', url: 'https://example.com/a', method: 'GET', enabled: false },
        ...{ cronExpression: '30 2 * * *', timezone: 'Europe/Oslo', timeoutMs: 10_000 },
        headers: { 'X-Team': 'a', Authorization: { value: 'Bearer c4nary', secret: true } },
      },
      description: 'At 02:30 every day, Europe/Oslo time',
      dropped: [{ what: '-k' }],
    })
    expect(Date.parse(entries[1]?.nextRun ?? '')).toBeGreaterThan(Date.now())
    const { taken, dropped } = entries[1] ?? {}
    expect(JSON.stringify([taken, dropped])).not.toContain('c4nary')
  })

  test('200: what has no problem can be made as it is, and nothing else can', async () => {
    const { call } = await (await openApi()).organization()
    const text = `*/5 * * * * root flock -n /tmp/a curl --retry 3 --json '{"a":1}' https://example.com/d\n@weekly wget -qO- https://example.com/\n${crontab}`
    const { entries } = await read(call, text)
    const made = []
    for (const { job, problem } of entries) {
      if (job === null) continue
      const { status } = await call('POST', '/api/jobs', { body: job })
      expect([job.url, status]).toEqual([job.url, problem === null ? 201 : 422])
      if (status === 201) made.push(job.name)
    }
    expect(made).toEqual(['example.com/d', 'example.com', 'Nightly report'])
    const { data } = (await call('GET', '/api/jobs?sort=createdAt')).body
    expect(data[0]).toMatchObject({
      ...{ enabled: false, overlap: 'skip', retryAttempts: 3, body: '{"a":1}', nextRunAt: null },
      headers: { 'Content-Type': 'application/json' },
    })
  })

  test('200: a command of curl, hourly until somebody says otherwise', async () => {
    const { call } = await (await openApi()).organization()
    const { kind, entries } = await read(call, `curl -d a=1 'https://example.com/hook?a=1'`)
    expect(kind).toBe('curl')
    expect(entries).toMatchObject([
      {
        ...{ line: 1, problem: null, description: 'Every hour' },
        job: {
          url: 'https://example.com/hook?a=1',
          method: 'POST',
          body: 'a=1',
          name: 'example.com/hook',
        },
      },
    ])
  })

  test('200: a call that may not be made keeps what was read of it', async () => {
    const { call } = await (await openApi()).organization()
    const [entry] = (await read(call, 'curl http://127.0.0.1:8080/')).entries
    expect(entry?.job?.url).toBe('http://127.0.0.1:8080/')
    expect(entry?.problem).toContain('private or reserved address')
  })

  test.each([
    ['', 'crontab', 0],
    ['hello world', 'crontab', 1],
    ['curl', 'curl', 1],
    ['curl -d "\\u0000" https://example.com', 'curl', 1],
    [`@daily curl -H "${'x'.repeat(200)}: a" https://example.com`, 'crontab', 1],
    [`@daily curl -d '${'x'.repeat(199_000)}' https://example.com`, 'crontab', 1],
  ])('200: of %.40j it says what it is', async (text, kind, count) => {
    const { call } = await (await openApi()).organization()
    const read = (await call('POST', path, { body: { text } })).body
    expect([read.kind, read.entries.length]).toEqual([kind, count])
  })

  test('422: a zone that is none, a text that is too long, lines without end', async () => {
    const { call } = await (await openApi()).organization()
    const ask = async (body: object) => {
      const answer = await call('POST', path, { body })
      return [answer.status, answer.body.code, answer.body.errors[0].path]
    }
    expect(await ask({ text: '', timezone: 'Nope' })).toEqual([422, 'timezone_invalid', 'timezone'])
    expect(await ask({ text: 'x'.repeat(200_001) })).toEqual([422, 'validation_failed', 'text'])
    const lines = '* * * * * curl a\n'.repeat(2_001)
    expect(await ask({ text: lines })).toEqual([422, 'validation_failed', 'text'])
  })

  test('nothing is stored', async () => {
    const api = await openApi()
    const { call } = await api.organization()
    await read(call, crontab)
    const [counted] = await api.pool.sql`
      select (select count(*) from jobs) + (select count(*) from audit_events) as count`
    expect(Number(counted?.count)).toBe(0)
  })
})
