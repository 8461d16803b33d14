export {
  baseEnv,
  type Env,
  mailEnv,
  ownPorts,
  parseEnv,
  planEnv,
  reachEnv,
  readEnv,
  secretEnv,
  secretKeysOf,
} from './env.ts'
export { createLog, type Log } from './log.ts'
export type { Pulse } from './loops.ts'
export { persist } from './persist.ts'
export { processFacts } from './process-facts.ts'
export { type Context, type Readiness, type RunOptions, run, type Service } from './run.ts'
