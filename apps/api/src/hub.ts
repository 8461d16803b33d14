import type { Hint } from '@prikke/queue'

type Type = Hint['type']
const types = ['jobs', 'executions', 'alerts', 'replays'] as const
type Hear = (type: Type) => void

/** Passes what changed on to the live views of this process. */
export type Hub = {
  /** Calls `hear` for each change in the organization until the returned function is called. */
  subscribe(organizationId: string, hear: Hear): () => void
  publish(hints: readonly Hint[]): void
  /** Everything may have changed for everyone: hints were lost. */
  publishAll(): void
}

export function createHub(): Hub {
  const heard = new Map<string, Set<Hear>>()
  const tell = (organizations: Iterable<string>, type: Type) => {
    for (const id of organizations) for (const hear of heard.get(id) ?? []) hear(type)
  }
  return {
    subscribe(organizationId, hear) {
      const hearers = heard.get(organizationId) ?? new Set()
      heard.set(organizationId, hearers.add(hear))
      return () => {
        hearers.delete(hear)
        if (hearers.size === 0 && heard.get(organizationId) === hearers)
          heard.delete(organizationId)
      }
    },
    publish(hints) {
      for (const { type, organizations } of hints) {
        tell(organizations === '*' ? [...heard.keys()] : organizations, type)
      }
    },
    publishAll() {
      for (const type of types) tell([...heard.keys()], type)
    },
  }
}
