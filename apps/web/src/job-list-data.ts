import type { Job, JobFilter, JobOrder, Page, Preview, Recent } from '@prikke/contract'
import {
  type InfiniteData,
  keepPreviousData,
  useInfiniteQuery,
  useQueries,
  useQuery,
  useQueryClient,
} from '@tanstack/solid-query'
import { type Accessor, createMemo } from 'solid-js'
import { api } from './api.ts'
import { sentenceKey, sentenceQuery } from './sentence-query.ts'

type Pages = InfiniteData<Page<Job>>
const pageSize = 50

/** The jobs that a filter asks for, page by page, with their schedules in words and what they did. */
export function createJobListData(filter: Accessor<JobFilter>, order: Accessor<JobOrder>) {
  const client = useQueryClient()
  const key = () => ['jobs', 'list', filter(), order()]
  const query = useInfiniteQuery(() => ({
    queryKey: key(),
    queryFn: ({ pageParam }: { pageParam: string }) =>
      api.jobs({
        ...filter(),
        sort: order(),
        limit: pageSize,
        cursor: pageParam || undefined,
      }),
    initialPageParam: '',
    getNextPageParam: page => page.nextCursor,
    placeholderData: keepPreviousData,
  }))
  const pages = () => (query.isPending ? [] : (query.data?.pages ?? []))
  const jobs = createMemo(() => pages().flatMap(page => page.data))

  const schedules = createMemo(() => [
    ...new Map(jobs().map(job => [sentenceKey(job), job])).values(),
  ])
  const sentences = useQueries(() => ({ queries: schedules().map(sentenceQuery) }))
  const sentenceOf = createMemo(() => {
    const known = schedules().map(
      (job, index) => [sentenceKey(job), sentences[index]?.data] as const,
    )
    return new Map<string, Preview | undefined>(known)
  })

  const idsOfPages = createMemo(() =>
    pages()
      .map(page => page.data.map(({ id }) => id))
      .filter(ids => ids.length > 0),
  )
  const recents = useQueries(() => ({
    queries: idsOfPages().map(ids => ({
      queryKey: ['executions', 'recent', ids],
      queryFn: (): Promise<Recent> => api.recent(ids),
      placeholderData: keepPreviousData,
    })),
  }))
  const recentOf = createMemo(
    () =>
      new Map(
        recents.flatMap(({ data }) => data?.data ?? []).map(each => [each.jobId, each] as const),
      ),
  )
  const tags = useQuery(() => ({ queryKey: ['jobs', 'tags'], queryFn: api.tags }))

  return {
    query,
    jobs,
    tags: () => (tags.isPending ? [] : (tags.data?.data.map(({ tag }) => tag) ?? [])),
    sentence: (job: Job) => sentenceOf().get(sentenceKey(job))?.description,
    recent: (job: Job) => recentOf().get(job.id),
    /** Shows a change before the server has confirmed it; no refetch under way may undo that. */
    show: async (id: string, change: Partial<Job>) => {
      await client.cancelQueries({ queryKey: key() })
      client.setQueryData<Pages>(key(), found => withJob(found, id, change))
    },
  }
}

function withJob(pages: Pages | undefined, id: string, change: Partial<Job>): Pages | undefined {
  return (
    pages && {
      ...pages,
      pages: pages.pages.map(page => ({
        ...page,
        data: page.data.map(job => (job.id === id ? { ...job, ...change } : job)),
      })),
    }
  )
}
