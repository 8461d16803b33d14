import { useQueries, useQuery } from '@tanstack/solid-query'
import { createMemo, createSignal } from 'solid-js'
import { api } from './api.ts'

const stale = 60_000

/** The jobs and tags that somebody may look for by name, and how chosen jobs are called. */
export function createFilterChoices(chosenJobs: () => readonly string[]) {
  const [jobText, setJobText] = createSignal('')
  const [tagText, setTagText] = createSignal('')
  const jobs = useQuery(() => ({
    queryKey: ['choices', 'jobs', jobText()],
    queryFn: () => api.jobs({ q: jobText() || undefined }),
    placeholderData: (before: Awaited<ReturnType<typeof api.jobs>> | undefined) => before,
    staleTime: stale,
  }))
  const tags = useQuery(() => ({
    queryKey: ['choices', 'tags'],
    queryFn: () => api.tags(),
    staleTime: stale,
  }))
  const named = useQueries(() => ({
    queries: chosenJobs().map(id => ({
      queryKey: ['choices', 'job', id],
      queryFn: () => api.job(id),
      staleTime: stale,
      retry: false,
    })),
  }))
  const names = createMemo(
    () => new Map(chosenJobs().map((id, index) => [id, named[index]?.data?.name])),
  )
  return {
    nameOfJob: (id: string) => names().get(id) ?? `${id.slice(0, 8)}…`,
    jobs: () =>
      jobs.isPending
        ? []
        : (jobs.data?.data ?? []).map(({ id, name }) => ({ value: id, words: name })),
    lookForJob: setJobText,
    tags: () => {
      const all = tags.isPending ? [] : (tags.data?.data ?? [])
      const text = tagText().toLowerCase()
      return all
        .filter(({ tag }) => tag.includes(text))
        .map(({ tag }) => ({ value: tag, words: tag }))
    },
    lookForTag: setTagText,
  }
}
