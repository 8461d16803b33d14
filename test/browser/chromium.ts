import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import packed, { inflate, setupLambdaEnvironment } from '@sparticuz/chromium'
import { type Browser, chromium } from 'playwright-core'

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const cache = fileURLToPath(new URL('../../node_modules/.cache/chromium', import.meta.url))
const packageHome = join(
  dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')),
  '..',
)

/** Chromium from the package of that name. */
export async function launchChromium(): Promise<{ browser: Browser; close: () => Promise<void> }> {
  const folder = await unpackOnce()
  const libraries = join(folder, 'al2023', 'lib')
  if (existsSync(libraries)) setupLambdaEnvironment(libraries)
  const browser = await chromium.launch({ executablePath: join(folder, 'chromium'), args })
  return { browser, close: () => browser.close() }
}

/** Unpacking takes seconds of both cores: whoever is first does it for all that come after. */
async function unpackOnce(): Promise<string> {
  const { version } = JSON.parse(readFileSync(join(packageHome, 'package.json'), 'utf8'))
  const folder = join(cache, version)
  if (existsSync(folder)) return folder
  await mkdir(cache, { recursive: true })
  // Half of it never stands under the name of the whole, and two at once do not meet.
  const half = await mkdtemp(join(cache, 'half-'))
  await unpackInto(half)
  await chmod(half, 0o755)
  await rename(half, folder).catch(() => rm(half, { recursive: true }))
  return folder
}

/** The package unpacks into the temporary folder, and trusts what it finds there. */
async function unpackInto(folder: string): Promise<void> {
  const before = process.env.TMPDIR
  process.env.TMPDIR = folder
  try {
    const executable = await packed.executablePath()
    await chmod(executable, 0o755)
    // A bare system lacks libraries (NSS) that the package brings for such a case.
    const { status } = spawnSync(executable, ['--version'])
    if (status !== 0) await inflate(join(packageHome, 'bin', 'al2023.tar.br'))
  } finally {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
  }
}
