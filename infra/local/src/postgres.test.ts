import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from '@prikke/schema'
import { expect, onTestFinished, test, vi } from 'vitest'
import { commandOf } from './command-of.ts'
import { takeDataDir } from './data-dir.ts'
import { type LocalPostgres, startPostgres } from './postgres.ts'

const never = new AbortController().signal

async function newFolder(): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'prikke-local-'))
  onTestFinished(() => rm(parent, { recursive: true, force: true }))
  await takeDataDir(parent)
  return join(parent, 'postgres')
}

async function launch(folder: string, say: (sentence: string) => void = () => {}) {
  const postgres = await startPostgres({ folder, password: 'sesame', say, signal: never })
  onTestFinished(() => postgres[Symbol.asyncDispose]())
  return postgres
}

async function ask(postgres: LocalPostgres, question: string): Promise<unknown> {
  const { sql, close } = connect(postgres.url, { applicationName: 'test', max: 1 })
  try {
    const [row] = await sql.unsafe(question)
    return row?.answer
  } finally {
    await close()
  }
}

const pidOf = async (folder: string) =>
  Number((await readFile(join(folder, 'postmaster.pid'), 'utf8')).split('\n')[0])

test('a cluster is made once, keeps its data, and leaves no process', {
  timeout: 60_000,
}, async () => {
  const folder = await newFolder()
  const first = await launch(folder)
  const pid = await pidOf(folder)
  expect(await ask(first, "select current_setting('fsync') as answer")).toBe('on')
  expect(
    await ask(
      first,
      'select datlocprovider::text || datlocale as answer from pg_database where datname = current_database()',
    ),
  ).toBe('bC.UTF-8')
  await ask(first, 'create table kept as select 7 as answer')
  await first[Symbol.asyncDispose]()
  expect(await commandOf(pid)).toBe(null)
  expect(existsSync(`${folder}/postmaster.pid`)).toBe(false)

  const second = await launch(folder)
  expect(second.adopted).toBe(false)
  expect(await ask(second, 'select answer from kept')).toBe(7)
})

test('a server that dies comes back on its port', { timeout: 60_000 }, async () => {
  const folder = await newFolder()
  const said: string[] = []
  const postgres = await launch(folder, sentence => said.push(sentence))
  const pid = await pidOf(folder)
  process.kill(pid, 'SIGKILL')
  await vi.waitFor(() => ask(postgres, 'select true as answer'), { timeout: 15_000 })
  expect(await pidOf(folder)).not.toBe(pid)
  expect(said).toEqual(['PostgreSQL ended; starting it again'])
})

test('a server left by a killed start is taken over, and stopped in the end', {
  timeout: 60_000,
}, async () => {
  const folder = await newFolder()
  const module = JSON.stringify(join(import.meta.dirname, 'postgres.ts'))
  const script = `const { startPostgres } = await import(${module})
    await startPostgres({ folder: ${JSON.stringify(folder)}, password: 'sesame', say() {}, signal: new AbortController().signal })
    console.log('up')`
  const killed = spawn(process.execPath, ['--input-type=module', '-e', script])
  await once(killed.stdout, 'data')
  killed.kill('SIGKILL')
  await once(killed, 'exit')
  const pid = await pidOf(folder)

  const postgres = await launch(folder)
  expect(postgres.adopted).toBe(true)
  expect(await pidOf(folder)).toBe(pid)
  expect(await ask(postgres, 'select true as answer')).toBe(true)
  await postgres[Symbol.asyncDispose]()
  expect(await commandOf(pid)).toBe(null)
})

test('a pid file that names a stranger hinders nobody', { timeout: 60_000 }, async () => {
  const folder = await newFolder()
  const first = await launch(folder)
  const file = join(folder, 'postmaster.pid')
  const lines = (await readFile(file, 'utf8')).split('\n')
  await first[Symbol.asyncDispose]()
  // As after a power cut, when the number belongs to another process by now: this one.
  await writeFile(file, [process.pid, ...lines.slice(1)].join('\n'))
  const second = await launch(folder)
  expect(second.adopted).toBe(false)
  expect(await ask(second, 'select true as answer')).toBe(true)
})

test('a server that cannot start says why', { timeout: 60_000 }, async () => {
  const folder = await newFolder()
  const first = await launch(folder)
  await first[Symbol.asyncDispose]()
  await writeFile(join(folder, 'PG_VERSION'), '15\n')
  await expect(launch(folder)).rejects.toThrow(/incompatible with server/)
})
