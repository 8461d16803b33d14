import { parseEnv } from '@prikke/service'
import { expect, test } from 'vitest'
import { apiEnv } from './env.ts'

const least = {
  DATABASE_URL: 'postgres://a:b@127.0.0.1:5433/prikke',
  SECRET_KEY: Buffer.alloc(32).toString('base64'),
}

test('a database and a key are enough; the rest is strict by default', () => {
  expect(parseEnv(apiEnv, least)).toMatchObject({
    ok: true,
    env: {
      PORT: 4000,
      HOST: '0.0.0.0',
      REGISTRATION: 'invite',
      PRIKKE_ALLOW_TARGETS: [],
      PRIKKE_PEERS: [],
      APP_URL: 'http://localhost:4000',
    },
  })
})

test('everything wrong is named at once', () => {
  const parsed = parseEnv(apiEnv, {
    SECRET_KEY: 'c2hvcnQ=',
    PORT: '99999',
    REGISTRATION: 'perhaps',
    TRUST_PROXY: 'everyone',
    PRIKKE_ALLOW_TARGETS: '0.0.0.0/0',
    PRIKKE_PEERS: 'scheduler',
    DATABASE_POOL_URL: 'mysql://x',
  })
  expect(parsed.ok).toBe(false)
  if (parsed.ok) return
  expect(parsed.problems.map(line => line.split(' ')[0]).sort()).toEqual([
    'DATABASE_POOL_URL',
    'DATABASE_URL',
    'PORT',
    'PRIKKE_ALLOW_TARGETS',
    'PRIKKE_PEERS',
    'REGISTRATION',
    'SECRET_KEY',
    'TRUST_PROXY',
  ])
})

test('peers are names with the origin of their health port', () => {
  const parsed = parseEnv(apiEnv, {
    ...least,
    PRIKKE_PEERS: 'scheduler=http://127.0.0.1:9001,executor=http://127.0.0.1:9002',
  })
  expect(parsed.ok && parsed.env.PRIKKE_PEERS).toEqual([
    { name: 'scheduler', url: 'http://127.0.0.1:9001' },
    { name: 'executor', url: 'http://127.0.0.1:9002' },
  ])
})
