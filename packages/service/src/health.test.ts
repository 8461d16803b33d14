import { Registry } from 'prom-client'
import { expect, onTestFinished, test } from 'vitest'
import { serveHealth } from './health.ts'
import type { Readiness } from './run.ts'

async function serve(readiness: () => Promise<Readiness>, metricsToken?: string) {
  const health = await serveHealth({
    port: 0,
    loopbackOnly: true,
    metrics: new Registry(),
    metricsToken,
    readiness,
  })
  onTestFinished(() => health.close())
  return (path: string, headers = {}) =>
    fetch(`http://127.0.0.1:${health.port}${path}`, { headers })
}

test('alive is not ready: a readiness that throws answers 503 with its reason', async () => {
  const get = await serve(() => Promise.reject(new Error('the database is gone')))
  expect((await get('/health')).status).toBe(200)
  const ready = await get('/ready')
  expect(ready.status).toBe(503)
  expect(await ready.json()).toMatchObject({ ready: false, reason: 'the database is gone' })
})

test('ready names the tzdata version', async () => {
  const get = await serve(async () => ({ ready: true }))
  const ready = await get('/ready')
  expect(ready.status).toBe(200)
  expect(await ready.json()).toEqual({ ready: true, tzdata: process.versions.tz })
})

test('metrics are for loopback, and with a token for its bearer alone', async () => {
  expect((await (await serve(async () => ({ ready: true })))('/metrics')).status).toBe(200)
  const get = await serve(async () => ({ ready: true }), 'sesame')
  expect((await get('/metrics')).status).toBe(401)
  expect((await get('/metrics', { authorization: 'Bearer sesame' })).status).toBe(200)
})
