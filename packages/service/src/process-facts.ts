import { hostname } from 'node:os'
import type { z } from 'zod'
import { type ShownSetting, shownSettings } from './shown-settings.ts'

/** What of a process stays as it is while it runs, for those who run it. */
type ProcessFacts = {
  host: string
  pid: number
  nodeVersion: string
  tzdata: string
  settings: ShownSetting[]
}

/** Of this process, with the variables that it reads; none of them secret. */
export const processFacts = (
  shape: z.ZodRawShape,
  env: Readonly<Record<string, unknown>>,
): ProcessFacts => ({
  host: hostname(),
  pid: process.pid,
  nodeVersion: process.versions.node,
  tzdata: process.versions.tz ?? 'unknown',
  settings: shownSettings(Object.keys(shape), env, process.env),
})
