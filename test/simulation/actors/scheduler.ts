import { leadMs } from '@prikke/queue'
import {
  type DueGroup,
  dueGroups,
  nextDueAt,
  type Planned,
  planGroup,
  writeOccurrences,
} from '../model/tick.ts'
import { Process } from './process.ts'
import { type Actor, notify, type World } from './world.ts'

const retentionMs = 30 * 24 * 60 * 60 * 1000
const soonestMs = 20

/** The loop of apps/scheduler and writeDueOccurrences: look, read, plan, write, and again. */
export function createScheduler(world: World, number: number): Actor {
  const { tables, timeline, ledger, chunkSize } = world

  const look = (then: (dueInMs: number | null) => void) =>
    process.send(
      'look',
      () => {
        const at = nextDueAt(tables)
        return { count: 1, dueInMs: at === null ? null : at - timeline.now }
      },
      ({ dueInMs }) => then(dueInMs),
      later,
    )
  const later = () => process.wait(world.pollMs, turn)
  const rest = (dueInMs: number | null) =>
    process.wait(Math.min(world.pollMs, Math.max(soonestMs, dueInMs ?? world.pollMs)), turn)

  const turn = () => {
    if (world.isClosed) return
    look(dueInMs => (dueInMs !== null && dueInMs <= 0 ? read() : rest(dueInMs)))
  }

  const read = () =>
    process.send(
      'read',
      () => {
        const groups = dueGroups(tables, timeline.now)
        return { count: groups.length, groups, foundAt: timeline.now }
      },
      ({ groups, foundAt }) =>
        groups.length === 0 ? look(rest) : write([...inChunks(groups, chunkSize)], foundAt, 0),
      later,
    )

  const write = (chunks: DueGroup[][], foundAt: number, advancedCount: number) => {
    const [chunk, ...others] = chunks
    if (chunk === undefined) return advancedCount > 0 ? read() : look(rest)
    const jobCount = chunk.reduce((sum, group) => sum + group.jobCount, 0)
    const options = { limit: Math.max(1, Math.floor(chunkSize / jobCount)), leadMs, retentionMs }
    const isOwnClock = tables.plant === 'clock-of-the-process'
    const now = isOwnClock ? foundAt + process.clockSkewMs : foundAt
    const planned = chunk.map(group => planGroup(group, now, options, tables.plant))
    writeChunk(planned, foundAt, count => {
      const isFull = count === chunkSize
      write(isFull ? chunks : others, foundAt, advancedCount + count)
    })
  }

  const writeChunk = (planned: Planned[], foundAt: number, then: (jobCount: number) => void) =>
    process.send(
      'write',
      () => {
        const written = writeOccurrences(tables, planned, { mostJobs: chunkSize })
        for (const row of written.queued) world.note?.(`${process.name} writes the occurrence`, row)
        for (const row of written.closed) world.note?.(`${process.name} writes: ${row.status}`, row)
        ledger.written(written, foundAt, timeline.now)
        if (written.queued.length > 0) notify(world, 'executor')
        return { ...written, count: written.jobCount }
      },
      ({ jobCount }) => then(jobCount),
      later,
    )

  const process = new Process(world, 'scheduler', number, { begin: turn, struck: () => {} })
  return { process, leave: forMs => process.exit(forMs), handCount: () => 0 }
}

/** Packs groups until their jobs fill a chunk; one larger than that stands alone. */
function* inChunks(groups: DueGroup[], chunkSize: number): Generator<DueGroup[]> {
  let chunk: DueGroup[] = []
  let jobCount = 0
  for (const group of groups) {
    if (chunk.length > 0 && jobCount + group.jobCount > chunkSize) {
      yield chunk
      chunk = []
      jobCount = 0
    }
    chunk.push(group)
    jobCount += group.jobCount
  }
  if (chunk.length > 0) yield chunk
}
