import type { Sql } from '@prikke/schema'
import { wake } from './wake.ts'

/** What changed, for the live views of the organizations named; `*` when they are many. */
export type Hint = {
  type: 'jobs' | 'executions' | 'alerts' | 'replays'
  organizations: string[] | '*'
}

const intervalMs = 250
const mostOrganizations = 50

export type Announcer = {
  touch: (type: Hint['type'], organizationId: string) => void
  close: () => Promise<void>
}

/** Collects what changed and sends it on the topic `events`, four times a second at most. */
export function createAnnouncer(sql: Sql): Announcer {
  const touched = new Map<Hint['type'], Set<string>>()
  let timer: NodeJS.Timeout | null = null
  let sending = Promise.resolve()

  const send = async () => {
    timer = null
    const payloads = [...touched].map(([type, ids]) => JSON.stringify(hintOf(type, ids)))
    touched.clear()
    if (payloads.length === 0) return
    // A hint that cannot be sent is dropped: the views refetch when their stream reconnects.
    await wake(sql, 'events', `[${payloads.join(',')}]`).catch(() => {})
  }

  return {
    touch: (type, organizationId) => {
      const ids = touched.get(type) ?? new Set()
      touched.set(type, ids.add(organizationId))
      timer ??= setTimeout(() => {
        sending = send()
      }, intervalMs)
    },
    close: async () => {
      if (timer !== null) clearTimeout(timer)
      await sending
      await send()
    },
  }
}

const hintOf = (type: Hint['type'], ids: Set<string>): Hint => ({
  type,
  organizations: ids.size > mostOrganizations ? '*' : [...ids],
})

/** The hints of one notification on the topic `events`; none when the payload is not ours. */
export function parseHints(payload: string): Hint[] {
  try {
    const hints: unknown = JSON.parse(payload)
    return Array.isArray(hints) ? (hints as Hint[]) : []
  } catch {
    return []
  }
}
