import type { ExecutionSummary, Page } from '@prikke/contract'
import { useQuery } from '@tanstack/solid-query'
import { createEffect, createMemo, createSignal, on } from 'solid-js'
import { api } from './api.ts'
import { problemOf } from './api-error.ts'
import { createRowList } from './explorer/row-list.ts'
import {
  chartSpan,
  type ExecutionSearch,
  type Range,
  searchQuery,
  spanOf,
} from './words/execution-search.ts'

const limit = 100
/** Pages without a match that are passed before somebody is asked whether to go on. */
const mostEmpty = 10
/** The chart counts all of its time: it does not follow each hint. */
const chartEveryMs = 15_000

type Asked = { search: ExecutionSearch; range: Range }

/**
 * Executions that a search finds, as many as were loaded, kept fresh; with a chart of their time. A
 * row once loaded stays where it is until something else is looked for.
 */
export function createExplorer(asked: () => Asked) {
  const key = createMemo(() => searchQuery(asked().search, asked().range))
  const list = createRowList()
  const [shown, setShown] = createSignal<string>()
  const [cursor, setCursor] = createSignal<string | null>(null)
  const [isLoadingMore, setIsLoadingMore] = createSignal(false)
  const [moreProblem, setMoreProblem] = createSignal<unknown>()
  let newest: Page<ExecutionSummary> | undefined

  const queryNow = () => ({ ...asked().search, ...spanOf(asked().range, Date.now()) })
  const head = useQuery(() => {
    const of = key()
    return {
      queryKey: ['executions', 'explorer', of],
      queryFn: async () => ({ of, page: await pageOf(queryNow(), undefined) }),
      reconcile: false as const,
    }
  })
  const begin = (page: Page<ExecutionSummary>) => {
    list.reset(page.data)
    setCursor(page.nextCursor)
    setMoreProblem(undefined)
  }
  const follow = async (page: Page<ExecutionSummary>) => {
    list.meet(page.data)
    const open = list.openBeyond(page.data).slice(0, limit)
    if (open.length === 0) return
    const { data } = await api.findExecutions({ id: open, limit })
    list.patch(data)
  }
  createEffect(
    on(
      () => (head.isPending ? undefined : head.data),
      found => {
        if (found === undefined) return
        newest = found.page
        if (shown() === found.of && list.rows().length > 0) {
          // What was not refreshed now is with the next hint.
          follow(found.page).catch(() => {})
        } else begin(found.page)
        setShown(found.of)
      },
    ),
  )

  const loadMore = async () => {
    const [at, of] = [cursor(), key()]
    if (at === null || isLoadingMore() || shown() !== of) return
    setIsLoadingMore(true)
    setMoreProblem(undefined)
    try {
      const page = await pageOf(queryNow(), at)
      if (key() !== of) return
      list.append(page.data)
      setCursor(page.nextCursor)
    } catch (error) {
      setMoreProblem(error)
    } finally {
      setIsLoadingMore(false)
    }
  }

  const histogram = useQuery(() => ({
    queryKey: ['explorer', 'histogram', key()],
    queryFn: () => {
      const { search, range } = asked()
      return api.histogram({ ...search, ...chartSpan(range, Date.now()) })
    },
    refetchInterval: chartEveryMs,
    placeholderData: (before: Awaited<ReturnType<typeof api.histogram>> | undefined) => before,
    reconcile: false as const,
  }))
  const chart = () => (histogram.isPending ? undefined : histogram.data)

  return {
    key,
    rows: list.rows,
    waitingCount: list.waitingCount,
    /** Shows what is new; after too much of it the list begins anew, for there would be a hole. */
    release: () => {
      if (newest !== undefined && list.waitingCount() >= newest.data.length) begin(newest)
      else list.release()
    },
    isPending: () => head.isPending && shown() === undefined,
    /** What is shown is of the search before. */
    isStale: () => shown() !== key(),
    problem: () => (head.isError ? problemOf(head.error) : null),
    retry: () => void head.refetch(),
    hasMore: () => cursor() !== null && shown() === key(),
    isLoadingMore,
    moreProblem: () => {
      const error = moreProblem()
      return error === undefined ? null : problemOf(error)
    },
    loadMore: () => void loadMore(),
    chart,
    chartProblem: () => (histogram.isError ? problemOf(histogram.error) : null),
    total: createMemo(() =>
      histogram.isError || histogram.isPlaceholderData
        ? undefined
        : chart()?.buckets.reduce((sum, { counts }) => sum + sumOf(counts), 0),
    ),
    fetchPage: (at: string | undefined) => api.findExecutions({ ...queryNow(), limit, cursor: at }),
  }
}

/** The next page with something in it: where much is passed over, one may be empty. */
async function pageOf(
  query: ExecutionSearch & { from: string; to?: string },
  cursor: string | undefined,
): Promise<Page<ExecutionSummary>> {
  let page = await api.findExecutions({ ...query, limit, cursor })
  for (let left = mostEmpty; left > 0 && page.data.length === 0; left--) {
    if (page.nextCursor === null) break
    page = await api.findExecutions({ ...query, limit, cursor: page.nextCursor })
  }
  return page
}

const sumOf = (counts: Record<string, number>) =>
  Object.values(counts).reduce((sum, count) => sum + count, 0)
