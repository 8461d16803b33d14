import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { problemOf } from './problem.ts'
import { createRateLimit } from './rate-limit.ts'
import type { AppEnv } from './route.ts'

function setUp({ isOn = true } = {}) {
  const clock = { now: 12_000 }
  const app = new Hono<AppEnv>()
  app.use(async (c, next) => {
    const caller = c.req.header('caller')
    if (caller !== undefined) c.set('caller', caller)
    await next()
  })
  app.use(createRateLimit({ isOn, factor: 0.003, now: () => clock.now }))
  app.get('/', c => c.text('fine'))
  app.onError(error => problemOf(error)?.render('r') ?? new Response(null, { status: 500 }))
  const ask = async (caller?: string) => {
    const { status, headers } = await app.request(
      '/',
      caller === undefined ? {} : { headers: { caller } },
    )
    const told = ['limit', 'remaining', 'reset'].map(name => headers.get(`ratelimit-${name}`))
    return [status, ...told, headers.get('retry-after')]
  }
  return { clock, ask }
}

test('each caller has so many in a window, and told how many are left and when it ends', async () => {
  const { clock, ask } = setUp()
  expect(await ask('a')).toEqual([200, '3', '2', '8', null])
  expect(await ask('a')).toEqual([200, '3', '1', '8', null])
  expect(await ask('b')).toEqual([200, '3', '2', '8', null])
  clock.now = 19_999
  expect(await ask('a')).toEqual([200, '3', '0', '1', null])
  expect(await ask('a')).toEqual([429, '3', '0', '1', '1'])
  clock.now = 20_000
  expect(await ask('a')).toEqual([200, '3', '2', '10', null])
})

test('who is nobody is not counted, and nobody where no limits hold', async () => {
  const { ask } = setUp()
  for (let n = 0; n < 5; n++) expect(await ask()).toEqual([200, null, null, null, null])
  const off = setUp({ isOn: false })
  for (let n = 0; n < 5; n++) expect((await off.ask('a'))[0]).toBe(200)
})
