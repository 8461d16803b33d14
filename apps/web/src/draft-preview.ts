import type { Preview } from '@prikke/contract'
import { keepPreviousData, useQuery } from '@tanstack/solid-query'
import { type Accessor, createEffect, createSignal, onCleanup } from 'solid-js'
import { api } from './api.ts'
import { problemOf } from './api-error.ts'
import { type JobDraft, previewOf } from './words/job-draft.ts'
import { sentence } from './words/sentence.ts'

const pauseMs = 250

/** What the schedule of a draft means, asked of the server whenever the typing pauses. */
export function createDraftPreview(draft: JobDraft) {
  const input = createPaused(() => JSON.stringify(previewOf(draft)))
  const query = useQuery(() => ({
    queryKey: ['preview', input()],
    queryFn: () => api.preview(JSON.parse(input())),
    enabled: input() !== 'null',
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    retry: false,
  }))
  return {
    preview: (): Preview | undefined => (query.isPending ? undefined : query.data),
    /** Why there is no preview; null when there is one or will be. */
    reason: (): string | null => {
      if (input() === 'null') return 'Say when the job is to run, and it is spelled out here.'
      if (!query.isError) return null
      const { errors, detail } = problemOf(query.error)
      return errors?.map(({ message }) => sentence(message, 'The schedule')).join(' ') ?? detail
    },
    stale: (): boolean => query.isPlaceholderData,
  }
}

/** The value once it has stood still for a moment. */
function createPaused<T>(value: Accessor<T>): Accessor<T> {
  const [paused, setPaused] = createSignal(value())
  createEffect(() => {
    const latest = value()
    const waiting = setTimeout(() => setPaused(() => latest), pauseMs)
    onCleanup(() => clearTimeout(waiting))
  })
  return paused
}
