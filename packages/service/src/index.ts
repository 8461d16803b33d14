export { baseEnv, type Env, ownPorts, parseEnv, reachEnv, readEnv } from './env.ts'
export { readinessOf } from './health.ts'
export { createLog, type Log } from './log.ts'
export { type Context, type Readiness, type RunOptions, run, type Service } from './run.ts'
