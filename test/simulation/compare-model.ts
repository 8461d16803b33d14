import { connect } from '@prikke/schema'
import { writeCommands } from './comparison/command.ts'
import { playCommands } from './comparison/play-commands.ts'
import { installSettableClock } from './comparison/settable-clock.ts'
import type { PlantedFault } from './model/planted-fault.ts'
import { shrink } from './shrink.ts'

export type Compared = { scriptCount: number; commandCount: number; failure: string | null }

/**
 * Plays scripts against the model and against the product in the migrated database at `url`, which
 * it has to itself. Stops where the two part first, with the fewest commands that part them.
 */
export async function compareModel({
  url,
  firstSeed = 1,
  scriptCount,
  plant = null,
}: {
  url: string
  firstSeed?: number
  scriptCount: number
  plant?: PlantedFault | null
}): Promise<Compared> {
  const before = connect(url, { applicationName: 'simulation', max: 1 })
  await installSettableClock(before.sql)
  await before.close()
  // Sessions that begin now have the clock that is told.
  const pool = connect(url, { applicationName: 'simulation', max: 4 })
  let commandCount = 0
  try {
    for (let seed = firstSeed; seed < firstSeed + scriptCount; seed++) {
      const script = writeCommands(seed)
      commandCount += script.commands.length
      const parted = await playCommands(pool, script, plant)
      if (parted === null) continue
      const isParted = async (commands: typeof script.commands) =>
        (await playCommands(pool, { ...script, commands }, plant)) !== null
      const commands = await shrink(script.commands, isParted)
      const failure = await playCommands(pool, { ...script, commands }, plant)
      return { scriptCount: seed - firstSeed + 1, commandCount, failure: failure ?? parted }
    }
  } finally {
    await pool.close()
  }
  return { scriptCount, commandCount, failure: null }
}
