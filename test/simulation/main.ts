import { parseArgs } from 'node:util'
import { type PlantedFault, plantedFaults } from './model/planted-fault.ts'
import { runSimulation } from './run-simulation.ts'

const usage = `node test/simulation/main.ts [--seeds 1000] [--seed 42] [--plant no-fence]
  --seeds  how many scripts, from seed 1 on
  --seed   replays this one, or begins there
  --plant  puts a fault into the model: ${Object.keys(plantedFaults).join(', ')}`

const { values } = parseArgs({
  options: {
    seeds: { type: 'string' },
    seed: { type: 'string' },
    plant: { type: 'string' },
    help: { type: 'boolean' },
  },
})

const isPlant = (name: string): name is PlantedFault => name in plantedFaults
const plant = values.plant ?? null

if (values.help || (plant !== null && !isPlant(plant))) {
  console.log(usage)
  process.exitCode = values.help ? 0 : 2
} else {
  const seedCount = Number(values.seeds ?? (values.seed === undefined ? 1_000 : 1))
  const firstSeed = Number(values.seed ?? 1)
  const { failure, ...ran } = await runSimulation({ firstSeed, seedCount, plant })
  const rate = Math.round(ran.executionCount / ran.seconds)
  const verdict = failure === null ? 'no promise broken' : 'a promise is broken'
  console.log(
    `${ran.seedCount} seeds from ${firstSeed}, ${ran.executionCount.toLocaleString('en')} executions ` +
      `in ${ran.seconds.toFixed(1)} s (${rate.toLocaleString('en')}/s): ${verdict}`,
  )
  if (failure !== null) {
    console.log(`\n${failure.told}\n`)
    const planted = plant === null ? '' : ` --plant ${plant}`
    console.log(`Replay: node test/simulation/main.ts --seed ${failure.seed}${planted}`)
    process.exitCode = 1
  }
}
