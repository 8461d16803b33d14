import type { Account } from '../account.ts'
import type { Ledger } from '../ledger.ts'
import type { Tables } from '../model/tables.ts'
import { draw } from '../random.ts'
import type { Mood, Role } from '../script.ts'
import type { Shares } from '../shares.ts'
import type { Tellings } from '../tellings.ts'
import type { Process, Surroundings } from './process.ts'

type Spell<Name> = { mood: Name; until: number }
export type Actor = {
  process: Process
  /** A SIGTERM: it gives back what it cannot finish, leaves, and is started anew after a while. */
  leave: (forMs: number) => void
  /** What it has claimed and not settled. */
  handCount: () => number
}

/** Everything that actors share: the tables, the clock, what watches them, and the weather. */
export type World = Surroundings & {
  tables: Tables
  account: Account
  ledger: Ledger
  tellings: Tellings
  shares: Shares
  chunkSize: number
  actors: Record<Role, Actor[]>
  targets: Map<number, Spell<Mood>>
  receivers: Spell<'away' | 'refuse' | 'slow'> | null
  /** Notifications are lost until then. */
  deafUntil: number
  pollMs: number
  /** No occurrence is written any more: what is there drains. */
  isClosed: boolean
}

const longestNotifyMs = 3

/** A hint to look, to every process of a role; it may be lost. */
export function notify(world: World, role: Role): void {
  const { timeline, seed } = world
  if (timeline.now < world.deafUntil) return
  for (const [number, { process }] of world.actors[role].entries()) {
    const afterMs = draw(seed, timeline.now / 1000, timeline.now % 1000, number) * longestNotifyMs
    timeline.at(timeline.now + afterMs, () => process.ring())
  }
}
