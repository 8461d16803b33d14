import type { Preview } from '@prikke/contract'
import { keepPreviousData, useQuery } from '@tanstack/solid-query'
import { type Accessor, createEffect, createSignal, onCleanup } from 'solid-js'
import { api } from './api.ts'
import { problemOf } from './api-error.ts'
import { type JobDraft, previewOf } from './words/job-draft.ts'
import { sentence } from './words/sentence.ts'

/** Enough to make one question of a key held down; nobody feels it. */
const pauseMs = 20
/** Timers take no more than 24 days. */
const longestWaitMs = 3_600_000

/** What is wrong with the schedule of a draft: what, in words, and at which character. */
export type ScheduleFault = {
  code: string
  path: string
  message: string
  position: number | undefined
}

/** What the schedule of a draft means, for a form that shows it. */
export type DraftPreview = {
  preview: () => Preview | undefined
  fault: () => ScheduleFault | null
  /** Why there is no preview; null when there is one or will be. */
  reason: () => string | null
  /** True while a newer answer is on its way. */
  stale: () => boolean
}

type Scheduled = Pick<JobDraft, 'scheduleType' | 'cronExpression' | 'runAt' | 'timezone'>

/** What the schedule of a draft means, asked of the server with each change. */
export function createDraftPreview(draft: Scheduled): DraftPreview {
  const input = createPaused(() => JSON.stringify(previewOf(draft)))
  const query = useQuery(() => ({
    queryKey: ['preview', input()],
    queryFn: ({ signal }) => api.preview(JSON.parse(input()), signal),
    enabled: input() !== 'null',
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    // Left standing, it would call what is over by then the next run.
    refetchInterval: ({ state }) => untilOver(state.data),
    gcTime: 60_000,
    retry: false,
  }))
  const fault = () => {
    if (!query.isError) return null
    const { errors = [], detail, code } = problemOf(query.error)
    const [first] = errors
    if (first === undefined) return { code, path: '', message: detail, position: undefined }
    const message = errors.map(each => sentence(each.message, 'The schedule')).join(' ')
    return { code: first.code, path: first.path, message, position: first.position }
  }
  return {
    preview: () => (query.isPending ? undefined : query.data),
    fault,
    reason: () => {
      if (input() === 'null') return 'Say when the job is to run, and it is spelled out here.'
      return fault()?.message ?? null
    },
    stale: () => query.isPlaceholderData,
  }
}

/** Until just after the first run of a preview, in ms; false when there is none. */
function untilOver(preview: Preview | undefined): number | false {
  const [first] = preview?.runs ?? []
  if (first === undefined) return false
  return Math.min(Math.max(1_000, Date.parse(first.at) - Date.now() + 500), longestWaitMs)
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
