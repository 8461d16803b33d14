import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { baseEnv, ownPorts, parseEnv, reachEnv } from './index.ts'

const shape = { ...baseEnv, ...reachEnv }
const url = 'postgres://a:b@127.0.0.1:5433/prikke'

describe('the environment', () => {
  test('every missing or bad name is reported together, by name', () => {
    const parsed = parseEnv(shape, { HEALTH_PORT: 'soon', LOG_LEVEL: 'loud' })
    expect(parsed.ok).toBe(false)
    if (parsed.ok) return
    expect(parsed.problems.map(line => line.split(' ')[0])).toEqual([
      'DATABASE_URL',
      'HEALTH_PORT',
      'LOG_LEVEL',
    ])
  })

  test('a secret may be given as a file', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'prikke-env-')), 'url')
    writeFileSync(file, `${url}\n`)
    expect(parseEnv(shape, { DATABASE_URL_FILE: file })).toMatchObject({
      ok: true,
      env: { DATABASE_URL: url },
    })
    expect(parseEnv(shape, { DATABASE_URL_FILE: '/nowhere' })).toMatchObject({ ok: false })
  })

  test('a variable set to the empty string is set', () => {
    expect(parseEnv(baseEnv, { DATABASE_URL: '' })).toMatchObject({ ok: false })
    const allowed = { PRIKKE_ALLOW_TARGETS: reachEnv.PRIKKE_ALLOW_TARGETS.default('10.0.0.0/8') }
    expect(parseEnv(allowed, { PRIKKE_ALLOW_TARGETS: '' })).toEqual({
      ok: true,
      env: { PRIKKE_ALLOW_TARGETS: '' },
    })
  })

  test('the ports of Prikke, its dashboard and its database are its own', () => {
    const env = { DATABASE_URL: url, APP_URL: 'http://localhost:4000', PRIKKE_OWN_PORTS: [9001] }
    expect(ownPorts(env)).toEqual([9001, 5433, 4000])
  })
})
