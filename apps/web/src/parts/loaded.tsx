import type { ProblemBody } from '@prikke/contract'
import { type Accessor, type JSX, Match, Switch } from 'solid-js'
import { ProblemNotice } from './problem-notice.tsx'

/** Something that is being fetched, may fail, and may be fetched again. */
export type Loading<T> = {
  data: T | undefined
  isPending: boolean
  problem: ProblemBody | null
  retry: () => void
}

/** Shows what was fetched; until then its skeleton, and what went wrong instead. */
export function Loaded<T>(props: {
  from: Loading<T>
  skeleton: JSX.Element
  /** Instead of the notice of a 404. */
  missing?: JSX.Element
  children: (data: Accessor<T>) => JSX.Element
}) {
  const isMissing = () => props.from.data === undefined && props.from.problem?.status === 404
  return (
    <Switch>
      <Match when={props.from.isPending}>
        <div class="motion-safe:animate-appear" aria-busy="true">
          <span class="sr-only">Loading</span>
          {props.skeleton}
        </div>
      </Match>
      <Match when={isMissing() && props.missing}>{instead => instead()}</Match>
      <Match when={props.from.data === undefined && props.from.problem}>
        {problem => (
          <ProblemNotice
            problem={problem()}
            {...(problem().status === 404 ? {} : { onRetry: () => props.from.retry() })}
          />
        )}
      </Match>
      <Match when={{ data: props.from.data as T }}>
        {loaded => props.children(() => loaded().data)}
      </Match>
    </Switch>
  )
}
