import type { UseQueryResult } from '@tanstack/solid-query'
import { problemOf } from './api-error.ts'
import type { Loading } from './parts/loaded.tsx'

/** A query as a part takes it: reading it never suspends the page. */
export function loading<T>(query: UseQueryResult<T, Error>): Loading<T> {
  return {
    get data() {
      return query.isPending ? undefined : query.data
    },
    get isPending() {
      return query.isPending
    },
    get problem() {
      return query.isError ? problemOf(query.error) : null
    },
    retry: () => void query.refetch(),
  }
}
