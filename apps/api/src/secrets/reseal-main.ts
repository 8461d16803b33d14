import { connect } from '@prikke/schema'
import { baseEnv, readEnv, secretEnv, secretKeysOf } from '@prikke/service'
import { reseal } from './reseal.ts'
import { tellResealed } from './tell-resealed.ts'

/** Reading a large table through takes longer than any statement of a process that serves. */
const statementMs = 10 * 60_000
const badConfiguration = 78

const { DATABASE_URL } = baseEnv
const env = readEnv({ DATABASE_URL, ...secretEnv })
const pool = connect(env.DATABASE_URL, { applicationName: 'prikke-reseal', max: 4, statementMs })
try {
  const resealed = await reseal(pool, secretKeysOf(env))
  if (resealed.ok) {
    const { lines, exitCode } = tellResealed(resealed)
    for (const line of lines) console.log(line)
    process.exitCode = exitCode
  } else {
    console.error(resealed.problem)
    process.exitCode = badConfiguration
  }
} finally {
  await pool.close()
}
