import type { Sql, StoredHeaders } from '@prikke/schema'

/** What one version of a job sends, shared by all its executions, or one of them alone: never changed. */
export type JobRequest = {
  readonly version: number
  readonly method: string
  readonly url: string
  /** Host and port as the URL spells them. */
  readonly host: string
  /** As they are stored: what is secret is sealed for the job, or for the execution that sends this. */
  readonly headers: StoredHeaders
  readonly body: string | null
  readonly retryAttempts: number
  /** The one execution that sends this; null for what the job does. */
  readonly executionId: string | null
}

export type JobRequests = {
  /** The request of each job as it stands; null for one that is gone (`version` null, or since). */
  of: (jobs: { id: string; version: number | null }[]) => Promise<(JobRequest | null)[]>
}

/** About 32 MB of requests are kept; beyond that the longest unread give way. */
const mostBytes = 32 * 1024 * 1024

/** Host and port as a URL spells them. */
export const hostOf = (url: string) => url.split('/')[2] ?? ''

type JobRow = {
  id: string
  version: number
  method: string
  url: string
  headers: StoredHeaders
  body: string | null
  retry_attempts: number
  bytes: number
}

/**
 * Remembers what jobs send, by version: a claim names the version that stands, and every change of a
 * job is a new one, so nothing remembered is ever sent in place of what stands.
 */
export function createJobRequests(sql: Sql): JobRequests {
  const known = new Map<string, { request: JobRequest; bytes: number }>()
  let bytes = 0

  const forget = (id: string) => {
    bytes -= known.get(id)?.bytes ?? 0
    known.delete(id)
  }

  const keep = (row: JobRow): JobRequest => {
    const { id, version, method, url, headers, body } = row
    const request = {
      ...{ version, method, url, host: hostOf(url), headers, body },
      ...{ retryAttempts: row.retry_attempts, executionId: null },
    }
    forget(id)
    known.set(id, { request, bytes: row.bytes })
    bytes += row.bytes
    for (const oldest of known.keys()) {
      if (bytes <= mostBytes) break
      forget(oldest)
    }
    return request
  }

  const read = async (ids: Set<string>): Promise<Map<string, JobRequest>> => {
    if (ids.size === 0) return new Map()
    const rows = await sql<JobRow[]>`
      select id, version, method, url, headers, body, retry_attempts,
        500 + pg_column_size(url) + pg_column_size(headers) + coalesce(length(body), 0) as bytes
      from jobs where id = any(${[...ids]}::uuid[])`
    return new Map(rows.map(row => [row.id, keep(row)]))
  }

  return {
    of: async jobs => {
      const missing = new Set<string>()
      const found = jobs.map(({ id, version }) => {
        if (version === null) return null
        const request = known.get(id)?.request
        if (request?.version === version) return request
        missing.add(id)
        return undefined
      })
      // What is asked for now may be newer than what the claim saw: it is what stands.
      const fresh = await read(missing)
      return found.map((request, index) =>
        request === undefined ? (fresh.get(jobs[index]?.id ?? '') ?? null) : request,
      )
    },
  }
}
