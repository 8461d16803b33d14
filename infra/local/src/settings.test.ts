import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { listApps } from './apps.ts'
import { keptSecret, takeDataDir } from './data-dir.ts'
import { readSettings } from './settings.ts'

afterEach(() => vi.unstubAllEnvs())

async function newRoot(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'prikke-root-'))
  onTestFinished(() => rm(root, { recursive: true, force: true }))
  return root
}

async function settingsWith(env: Record<string, string>) {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
  return readSettings(await newRoot())
}

const easy = { REGISTRATION: 'open', PRIKKE_ALLOW_TARGETS: '127.0.0.0/8,::1/128', SETUP_TOKEN: '' }

describe('the defaults', () => {
  test.each([
    [{}, easy],
    [{ HOST: '127.0.0.2', APP_URL: 'http://127.0.0.1:4000' }, easy],
    [{ HOST: '::1', APP_URL: 'http://[::1]:4000' }, easy],
    [{ PRIKKE_ALLOW_TARGETS: '' }, { ...easy, PRIKKE_ALLOW_TARGETS: '' }],
    [
      { REGISTRATION: 'closed', SETUP_TOKEN: 'x' },
      { ...easy, REGISTRATION: 'closed', SETUP_TOKEN: 'x' },
    ],
    [{ HOST: '0.0.0.0' }, {}],
    [{ APP_URL: 'https://prikke.example' }, {}],
    [{ APP_URL: 'http://localhost.example' }, {}],
  ])('with %j are %j', async (env, defaults) => {
    expect((await settingsWith(env)).defaults).toEqual(defaults)
  })

  test.each([
    [{}, false],
    [{ SETUP_TOKEN: 'x' }, false],
    [{ HOST: '0.0.0.0' }, true],
    [{ HOST: '0.0.0.0', SETUP_TOKEN: '' }, false],
  ])('with %j the first account needs a token: %s', async (env, asks) => {
    expect((await settingsWith(env)).asksSetupToken).toBe(asks)
  })

  test('APP_URL follows PORT, and PORT 0 is any free one', async () => {
    expect((await settingsWith({ PORT: '4321' })).appUrl).toBe('http://localhost:4321')
    const { port, appUrl } = await settingsWith({ PORT: '0' })
    expect(port).toBeGreaterThan(1023)
    expect(appUrl).toBe(`http://localhost:${port}`)
  })
})

test('every app has a health port of its own, and knows every port that is Prikke’s', async () => {
  const settings = await settingsWith({ PORT: '4321', DATABASE_POOL_URL: 'postgres://other' })
  const databaseUrl = 'postgres://a:b@127.0.0.1:5999/prikke'
  const apps = await listApps(settings, {
    databaseUrl,
    keys: { newest: 'k', previous: 'j', isNew: false },
  })
  const ports = apps.map(app => app.env.HEALTH_PORT)
  expect(new Set(ports).size).toBe(4)
  for (const { env, name } of apps) {
    expect(env.PRIKKE_OWN_PORTS?.split(',')).toEqual(['4321', ...ports, '5999'])
    expect(env.PRIKKE_PARENT_PID).toBe(String(process.pid))
    expect(env.DATABASE_POOL_URL).toBe(undefined)
    expect(env).toMatchObject({ SECRET_KEY: 'k', SECRET_KEY_PREVIOUS: 'j' })
    expect(env.PRIKKE_PEERS === undefined).toBe(name !== 'api')
  }
  const [scheduler, executor, notifier] = ports
  expect(apps.find(app => app.name === 'api')?.env.PRIKKE_PEERS).toBe(
    `scheduler=http://127.0.0.1:${scheduler},executor=http://127.0.0.1:${executor},notifier=http://127.0.0.1:${notifier}`,
  )
})

describe('the data dir', () => {
  test('is for one start at a time', async () => {
    const path = join(await newRoot(), 'data')
    const first = await takeDataDir(path)
    expect(first.abandoned).toBe(false)
    await expect(takeDataDir(path)).rejects.toThrow(
      `already running on this data folder (process ${process.pid})`,
    )
    await first[Symbol.asyncDispose]()
    const second = await takeDataDir(path)
    expect(second.abandoned).toBe(false)
  })

  test('is taken over from a start that is no more, its number reused or not', async () => {
    const path = await newRoot()
    for (const pid of [2 ** 22 + 1, process.pid]) {
      await writeFile(join(path, 'start.lock'), JSON.stringify({ pid, command: 'node start.ts' }))
      const taken = await takeDataDir(path)
      expect(taken.abandoned).toBe(true)
      await taken[Symbol.asyncDispose]()
    }
    await writeFile(join(path, 'start.lock'), '')
    expect((await takeDataDir(path)).abandoned).toBe(true)
  })

  test('keeps a secret for this user alone, the same for ever', async () => {
    const file = join(await newRoot(), 'secret')
    expect(await keptSecret(file, () => 'one')).toBe('one')
    expect(await keptSecret(file, () => 'two')).toBe('one')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await readFile(file, 'utf8')).toBe('one\n')
  })
})
