import { fileURLToPath } from 'node:url'
import { createDatabase } from '@prikke/schema/test'
import { type Stack, startStack } from '@prikke/service/test'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { launchChromium } from './chromium.ts'

export const root = fileURLToPath(new URL('../..', import.meta.url))
/** The dashboard as it was built. */
export const withDashboard = { PRIKKE_WEB_DIR: `${root}/apps/web/dist` }

export type Stage = { stack: Stack; browser: Browser; databaseUrl: string }

/** All of Prikke with its dashboard, on a database of its own, and a browser; for the tests of one file. */
export function useStage(env: Record<string, string> = {}): Stage {
  const stage = {} as Stage
  const ends: (() => Promise<void>)[] = []
  beforeAll(async () => {
    const database = await createDatabase()
    stage.databaseUrl = database.url
    ends.unshift(database.drop)
    stage.stack = await startStack(database.url, { ...withDashboard, ...env })
    ends.unshift(stage.stack.end)
    const launched = await launchChromium()
    stage.browser = launched.browser
    ends.unshift(launched.close)
  })
  afterAll(async () => {
    for (const end of ends) await end()
  })
  return stage
}
