import type { Client } from '../client.ts'
import { signUp } from '../client.ts'
import type { JobStory } from './job-story.ts'
import { organizationCount } from './plan-load.ts'

/** A way to tell an organization, there from the beginning to the end. */
export type WatchedChannel = { id: string; organization: number; token: string; kind: string }

/** Everything that was asked of the api, and what it acknowledged. */
export type Witness = {
  clients: Client[]
  stories: Map<string, JobStory>
  watched: WatchedChannel[]
  /** Executions that the api said it has taken. */
  runs: { id: string; story: JobStory }[]
  /** Executions to be cancelled; true when the api said that it is done. */
  cancels: Map<string, boolean>
  /** Channels made in between. */
  channels: string[]
  counts: { asked: number; refused: number; unanswered: number }
}

/** Accounts and their channels, before anything is disturbed. */
export async function openWitness(apiUrl: string, targetUrl: string): Promise<Witness> {
  const clients: Client[] = []
  const watched: WatchedChannel[] = []
  for (let organization = 0; organization < organizationCount; organization++) {
    const client = await signUp(apiUrl)
    clients.push(client)
    const { data } = await client.must<{ data: { id: string }[] }>('GET', '/api/channels')
    for (const { id } of data) await client.must('DELETE', `/api/channels/${id}`)
    const kinds = organization === 0 ? ['webhook', 'slack', 'discord'] : ['webhook']
    for (const kind of kinds) {
      const token = `${kind}-${organization}`
      const url = `${targetUrl}/alerts/${token}`
      const { id } = await client.must<{ id: string }>('POST', '/api/channels', { kind, url })
      watched.push({ id, organization, token, kind })
    }
  }
  return {
    clients,
    watched,
    stories: new Map(),
    runs: [],
    cancels: new Map(),
    channels: [],
    counts: { asked: 0, refused: 0, unanswered: 0 },
  }
}
