import type { Usage } from '@prikke/contract'
import { useQuery } from '@tanstack/solid-query'
import { api } from './api.ts'

/** What a form of a job says beside what is typed; none of it is waited for. */
export type FormFacts = {
  usage: () => Usage | undefined
  /** The tags that jobs have. */
  tags: () => readonly string[]
  /** Who is told of failures: the addresses of mail, the names of other channels. */
  told: () => readonly string[] | undefined
}

export function createFormFacts(): FormFacts {
  const usage = useQuery(() => ({ queryKey: ['usage'], queryFn: () => api.usage() }))
  const tags = useQuery(() => ({ queryKey: ['tags'], queryFn: api.tags, staleTime: 60_000 }))
  const instance = useQuery(() => ({ queryKey: ['instance'], queryFn: api.instance }))
  const channels = useQuery(() => ({ queryKey: ['channels'], queryFn: api.channels }))
  const noMail = () =>
    instance.isSuccess && !instance.data.mail ? ' (in the log alone: no mail is set up here)' : ''
  return {
    usage: () => (usage.isSuccess ? usage.data : undefined),
    tags: () => (tags.isSuccess ? tags.data.data.map(({ tag }) => tag) : []),
    told: () =>
      channels.isSuccess
        ? channels.data.data
            .filter(({ enabled }) => enabled)
            .map(({ name, address }) => (address === null ? name : address + noMail()))
        : undefined,
  }
}
