import { fileURLToPath } from 'node:url'
import { connect } from '@prikke/schema'
import { createDatabase } from '@prikke/schema/test'
import { type Stack, startStack } from '@prikke/service/test'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { launchChromium } from './chromium.ts'
import { signUp, watch } from './person.ts'

export const root = fileURLToPath(new URL('../..', import.meta.url))
/** The dashboard as it was built. */
export const withDashboard = { PRIKKE_WEB_DIR: `${root}/apps/web/dist` }

export type Stage = { stack: Stack; browser: Browser; databaseUrl: string }

/**
 * All of Prikke with its dashboard, and a browser, which the files that one worker runs share: to
 * start them takes seconds of both cores. Nobody in a test operates it.
 */
export function useStage(): Stage {
  const stage = {} as Stage
  beforeAll(async () => {
    shared ??= openShared()
    Object.assign(stage, await shared)
    // Whoever signs up in any file does so from the same address.
    const pool = connect(stage.databaseUrl, { applicationName: 'test', max: 1 })
    await pool.sql`delete from limit_counts`
    await pool.close()
  })
  return stage
}

let shared: Promise<Stage> | undefined

async function openShared(): Promise<Stage> {
  const { stage, kill } = await open({})
  // The worker that shares it is at its end when the process is.
  process.once('exit', kill)
  const operator = await watch(stage, await stage.browser.newContext())
  await signUp(operator)
  await operator.context.close()
  return stage
}

/** The same for the tests of one file alone, with settings of their own; the first account operates it. */
export function useOwnStage(env: Record<string, string> = {}): Stage {
  const stage = {} as Stage
  let close: (() => Promise<void>) | undefined
  beforeAll(async () => {
    const opened = await open(env)
    close = opened.close
    Object.assign(stage, opened.stage)
  })
  afterAll(() => close?.())
  return stage
}

async function open(env: Record<string, string>) {
  const database = await createDatabase()
  const [stack, launched] = await Promise.all([
    startStack(database.url, { ...withDashboard, ...env }),
    launchChromium(),
  ])
  const stage: Stage = { stack, browser: launched.browser, databaseUrl: database.url }
  return {
    stage,
    close: async () => {
      await launched.close()
      await stack.end()
      await database.drop()
    },
    kill: () => {
      for (const app of Object.values(stack.apps)) app.process.kill('SIGKILL')
    },
  }
}
