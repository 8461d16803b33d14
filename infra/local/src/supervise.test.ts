import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { commandOf } from './command-of.ts'
import { supervise } from './supervise.ts'

/** Says when it is up, answers SIGTERM with a farewell. */
const polite = `
  process.on('SIGTERM', () => { console.log('leaving'); process.exit(0) })
  setInterval(() => {}, 1000)
  console.log('up ' + process.pid)`

async function start(apps: Record<string, string>, stopOrder = [Object.keys(apps)]) {
  const root = await mkdtemp(join(tmpdir(), 'prikke-apps-'))
  const heard: string[] = []
  for (const [name, script] of Object.entries(apps)) {
    await writeFile(join(root, `${name}.mjs`), script)
  }
  const stopping = new AbortController()
  const supervisor = supervise({
    root,
    signal: stopping.signal,
    apps: Object.keys(apps).map(name => ({ name, args: [`${name}.mjs`], env: {} })),
    stopOrder,
    print: (app, line) => heard.push(`${app} ${line}`),
    say: sentence => heard.push(sentence),
  })
  onTestFinished(async () => {
    supervisor.kill()
    await supervisor[Symbol.asyncDispose]()
    await rm(root, { recursive: true, force: true })
  })
  return { supervisor, heard, stopping }
}

/** The `nth` thing heard that matches, waited for. */
function line(heard: string[], pattern: RegExp, nth = 0): Promise<string> {
  const find = () => heard.filter(entry => pattern.test(entry))[nth] ?? expect.fail(`${pattern}`)
  return vi.waitFor(find, { timeout: 10_000, interval: 10 })
}

const pidIn = (entry: string) => Number(entry.split(' ').at(-1))

test('an app that dies is started again, and that is said in one line', async () => {
  const { heard } = await start({ executor: polite })
  const pid = pidIn(await line(heard, /up/))
  expect(await commandOf(pid)).toBe('node executor.mjs')
  process.kill(pid, 'SIGKILL')
  const again = pidIn(await line(heard, /up/, 1))
  expect(again).not.toBe(pid)
  expect(heard).toContain('The executor ended (SIGKILL); starting it again in 0.25 s')
})

test('one that dies at once is tried at longer and longer intervals', async () => {
  const { heard } = await start({ api: 'process.exit(3)' })
  await line(heard, /again in 1 s/)
  expect(heard).toEqual([
    'The api ended (exit code 3); starting it again in 0.25 s',
    'The api ended (exit code 3); starting it again in 0.5 s',
    'The api ended (exit code 3); starting it again in 1 s',
  ])
})

test('a wrong configuration is not tried again', async () => {
  const { supervisor, heard } = await start({ api: 'console.error("no key"); process.exit(78)' })
  await expect(supervisor.refused).rejects.toMatchObject({ exitCode: 78 })
  await line(heard, /api no key/)
  expect(heard).toHaveLength(1)
})

test('apps stop group by group and leave no process', async () => {
  const { supervisor, heard } = await start({ api: polite, scheduler: polite, executor: polite }, [
    ['api', 'scheduler'],
    ['executor'],
  ])
  const pids = await Promise.all(
    ['api', 'scheduler', 'executor'].map(async app =>
      pidIn(await line(heard, RegExp(`${app} up`))),
    ),
  )
  await supervisor[Symbol.asyncDispose]()
  const farewells = heard.filter(entry => entry.endsWith('leaving'))
  expect(farewells.slice(0, 2).sort()).toEqual(['api leaving', 'scheduler leaving'])
  expect(farewells.slice(2)).toEqual(['executor leaving'])
  expect(await Promise.all(pids.map(commandOf))).toEqual([null, null, null])
})

test('an app that a Ctrl-C reached first is not started again', async () => {
  const { supervisor, heard, stopping } = await start({ api: polite, notifier: polite }, [
    ['api'],
    ['notifier'],
  ])
  const pid = pidIn(await line(heard, /notifier up/))
  await line(heard, /api up/)
  stopping.abort()
  process.kill(pid, 'SIGTERM')
  await line(heard, /notifier leaving/)
  await supervisor[Symbol.asyncDispose]()
  expect(heard.slice(2)).toEqual(['notifier leaving', 'api leaving'])
})

test('killing ends those that do not listen', async () => {
  const deaf = `process.on('SIGTERM', () => {}); ${polite.split('\n').slice(2).join('\n')}`
  const { supervisor, heard } = await start({ executor: deaf })
  const pid = pidIn(await line(heard, /up/))
  const stopped = supervisor[Symbol.asyncDispose]()
  supervisor.kill()
  await stopped
  expect(await commandOf(pid)).toBe(null)
})

test('a restart is in order, at once, and no death', async () => {
  const { supervisor, heard } = await start({ api: polite })
  const pid = pidIn(await line(heard, /up/))
  supervisor.restart('api')
  expect(pidIn(await line(heard, /up/, 1))).not.toBe(pid)
  expect(heard[1]).toBe('api leaving')
  expect(heard).toHaveLength(3)
})
