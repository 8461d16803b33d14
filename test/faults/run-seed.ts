import { inflictAll } from './inflict.ts'
import { planFaults } from './plan-faults.ts'
import { planLoad } from './plan-load.ts'
import { createRandom } from './random.ts'
import { createLoad } from './run-load.ts'
import { playOn, type StageOptions, type Verdict } from './stage.ts'

export type SeedOptions = Omit<StageOptions, 'name' | 'actWithinMs'> & {
  seed: number
  seconds: number
  /** Executions a second, of all kinds together. */
  rate: number
}

const settingUpSeconds = 180

/** A load and a script of faults side by side; the same seed asks and disturbs the same. */
export async function runSeed({ seed, seconds, rate, ...options }: SeedOptions): Promise<Verdict> {
  const random = createRandom(seed)
  const load = planLoad(random.fork(1), { seconds, rate })
  const faults = planFaults(random.fork(2), seconds)
  const actWithinMs = (seconds + settingUpSeconds) * 1000
  return await playOn({ ...options, actWithinMs, name: `seed ${seed}` }, async stage => {
    const { performAll } = createLoad(stage.witness, stage.receiver.url)
    await performAll(load.start, Date.now())
    stage.say(`${stage.witness.stories.size} jobs made; ${faults.length} faults to come`)
    const startedAt = Date.now()
    // What the api could not take up in time is not asked for later, when nothing disturbs it.
    const longestMs = seconds * 1000
    await Promise.all([
      performAll(load.steps, startedAt, () => Date.now() > startedAt + longestMs),
      inflictAll(faults, stage, startedAt),
    ])
  })
}
