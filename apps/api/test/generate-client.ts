import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { onTestFinished } from 'vitest'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../../..', import.meta.url))

/** What a generated function answers. */
export type Called = {
  response: Response
  data?: Record<string, never>
  error?: unknown
  stream?: AsyncIterable<unknown>
}
export type Generated = {
  folder: string
  operations: Record<string, (options: object) => Promise<Called>>
  clientFor: (baseUrl: string, headers: Record<string, string>) => object
}

/** Makes a client out of the description, in a folder that is gone after the test. */
export async function generateClient(description: object): Promise<Generated> {
  const folder = await mkdtemp(join(tmpdir(), 'prikke-client-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const input = join(folder, 'openapi.json')
  await writeFile(input, JSON.stringify(description))
  const generator = fileURLToPath(new URL('generate-client-process.ts', import.meta.url))
  await run('node', [generator, input, join(folder, 'client')])
  const operations = await import(join(folder, 'client', 'sdk.gen.ts'))
  const { createClient: newClient } = await import(join(folder, 'client', 'client', 'index.ts'))
  return {
    folder,
    operations,
    clientFor: (baseUrl, headers) => newClient({ baseUrl, headers }),
  }
}

/** What the compiler says of the client and of a program that uses it; nothing, when it is content. */
export async function compile(folder: string, program: string): Promise<string> {
  await writeFile(join(folder, 'program.ts'), program)
  const compilerOptions = {
    ...{ strict: true, noEmit: true, skipLibCheck: true, exactOptionalPropertyTypes: false },
    ...{ target: 'es2024', module: 'esnext', moduleResolution: 'bundler' },
    ...{ lib: ['es2024', 'dom', 'dom.iterable', 'dom.asynciterable'], types: [] },
  }
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }))
  const tsc = join(root, 'node_modules', '.bin', 'tsc')
  return await run(tsc, ['-p', folder]).then(
    ({ stdout }) => stdout,
    (error: { stdout: string }) => error.stdout,
  )
}
