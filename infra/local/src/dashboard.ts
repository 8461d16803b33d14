import { spawn } from 'node:child_process'
import { readdir, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { Refusal } from './refusal.ts'

/** Where the built dashboard is, from the root. */
export const dashboardFolder = 'apps/web/dist'

const sources = ['apps/web', 'packages/contract', 'pnpm-lock.yaml']
const notSources = new Set(['dist', 'node_modules', '.turbo'])

/**
 * Builds the dashboard when its sources are newer than what was built.
 * @throws Refusal with what the build said, when it fails.
 */
export async function buildDashboard(root: string, signal: AbortSignal): Promise<void> {
  const page = join(root, dashboardFolder, 'index.html')
  const builtAt = await modifiedAt(page)
  const changes = await Promise.all(sources.map(source => newestIn(join(root, source))))
  if (builtAt > Math.max(...changes)) return

  const bin = join(root, 'node_modules/.bin')
  const args = ['run', 'build', '--filter=@prikke/web', '--output-logs=errors-only']
  const build = spawn(join(bin, 'turbo'), args, {
    cwd: root,
    env: { ...process.env, PATH: `${bin}:${process.env.PATH}`, TURBO_TELEMETRY_DISABLED: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  })
  const exited = new Promise<number | null>((resolve, reject) => {
    build.once('error', reject)
    build.once('close', resolve)
  })
  const [out, err, code] = await Promise.all([text(build.stdout), text(build.stderr), exited])
  signal.throwIfAborted()
  if (code !== 0) throw new Refusal(`The dashboard could not be built:\n${`${out}${err}`.trim()}`)
  // A build restored from the cache carries its first date.
  await utimes(page, new Date(), new Date())
}

async function modifiedAt(path: string): Promise<number> {
  return (await stat(path).catch(() => null))?.mtimeMs ?? 0
}

async function newestIn(path: string): Promise<number> {
  const found = await stat(path).catch(() => null)
  if (found === null) return 0
  if (!found.isDirectory()) return found.mtimeMs
  const names = (await readdir(path)).filter(name => !notSources.has(name))
  const inside = await Promise.all(names.map(name => newestIn(join(path, name))))
  // A folder's own date tells of files taken away.
  return Math.max(found.mtimeMs, ...inside)
}
