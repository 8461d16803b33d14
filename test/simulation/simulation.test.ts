import { describe, expect, test } from 'vitest'
import { type PlantedFault, plantedFaults } from './model/planted-fault.ts'
import { runSimulation } from './run-simulation.ts'
import { simulate } from './simulate.ts'
import { writeScript } from './write-script.ts'

test('a hundred thousand executions under faults break no promise', async () => {
  const { failure, ...ran } = await runSimulation({ seedCount: 80 })
  expect(failure?.told).toBeUndefined()
  expect(ran.executionCount).toBeGreaterThan(90_000)
})

test('a seed makes the same run each time, to the last alert', () => {
  const runs = [1, 2].map(() => simulate(writeScript(7)))
  expect(runs[0]).toEqual(runs[1])
  expect(simulate(writeScript(8))).not.toEqual(runs[0])
})

describe('a fault in the model is found, and told by a short script', () => {
  test.each(Object.entries(plantedFaults))('%s: %s', async plant => {
    const { failure } = await runSimulation({ seedCount: 100, plant: plant as PlantedFault })
    expect(failure?.script.acts.length).toBeGreaterThan(0)
    expect(failure?.script.acts.length).toBeLessThanOrEqual(12)
    // Without the fault the same script breaks nothing.
    expect(failure && simulate(failure.script).violation).toBeNull()
  })
})
