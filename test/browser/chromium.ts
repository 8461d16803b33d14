import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
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

/**
 * Chromium from the package of that name, unpacked into a folder of its own: the package trusts
 * whatever it finds in the temporary folder, and two unpackings at once break each other.
 */
export async function launchChromium(): Promise<{ browser: Browser; close: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'prikke-chromium-'))
  const before = process.env.TMPDIR
  process.env.TMPDIR = folder
  try {
    const executablePath = await packed.executablePath()
    await addMissingLibraries(executablePath, folder)
    const browser = await chromium.launch({ executablePath, args })
    return {
      browser,
      close: async () => {
        await browser.close()
        await rm(folder, { recursive: true, force: true })
      },
    }
  } finally {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
  }
}

/** A bare system lacks libraries (NSS) that the package brings for such a case. */
async function addMissingLibraries(executablePath: string, folder: string): Promise<void> {
  if (spawnSync(executablePath, ['--version']).status === 0) return
  const main = createRequire(import.meta.url).resolve('@sparticuz/chromium')
  await inflate(join(dirname(main), '..', 'bin', 'al2023.tar.br'))
  setupLambdaEnvironment(join(folder, 'al2023', 'lib'))
}
