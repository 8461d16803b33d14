import { performance } from 'node:perf_hooks'
import type { PlantedFault } from './model/planted-fault.ts'
import type { Script } from './script.ts'
import { shrink } from './shrink.ts'
import { simulate } from './simulate.ts'
import { tellFailure } from './tell-failure.ts'
import { writeScript } from './write-script.ts'

export type Failure = {
  seed: number
  /** The fewest steps that break the same promise. */
  script: Script
  /** All of it in plain words. */
  told: string
}
export type Simulated = {
  seedCount: number
  executionCount: number
  seconds: number
  failure: Failure | null
}

/** Runs the scripts of seeds one after another until one breaks a promise, which is then shrunk. */
export async function runSimulation({
  firstSeed = 1,
  seedCount,
  plant = null,
}: {
  firstSeed?: number
  seedCount: number
  plant?: PlantedFault | null
}): Promise<Simulated> {
  const startedAt = performance.now()
  let executionCount = 0
  for (let done = 1; done <= seedCount; done++) {
    const script = writeScript(firstSeed + done - 1)
    const run = simulate(script, plant)
    executionCount += run.executionCount
    const seconds = (performance.now() - startedAt) / 1_000
    if (run.violation !== null) {
      const failure = await failureOf(script, plant)
      return { seedCount: done, executionCount, seconds, failure }
    }
    if (done === seedCount) return { seedCount, executionCount, seconds, failure: null }
  }
  return { seedCount: 0, executionCount, seconds: 0, failure: null }
}

async function failureOf(script: Script, plant: PlantedFault | null): Promise<Failure> {
  const promise = promiseBrokenBy(script, plant)
  const acts = await shrink(
    script.acts,
    left => promiseBrokenBy({ ...script, acts: left }, plant) === promise,
  )
  const short = { ...script, acts }
  return { seed: script.seed, script: short, told: tellFailure(short, plant) }
}

/** The sentence of the violation without its times and numbers; null when there is none. */
function promiseBrokenBy(script: Script, plant: PlantedFault | null): string | null {
  const { violation } = simulate(script, plant)
  return violation === null ? null : violation.message.replace(/[\d:.]+/g, '#')
}
