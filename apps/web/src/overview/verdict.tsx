import type { Job } from '@prikke/contract'
import { A } from '@solidjs/router'
import CircleAlert from 'lucide-solid/icons/circle-alert'
import CircleCheck from 'lucide-solid/icons/circle-check'
import { Show } from 'solid-js'
import { Instant } from '../parts/instant.tsx'
import { type Some, someOf } from './figures-of.ts'

/** The answer in one line: whether anything is wrong, and what comes next. */
export function Verdict(props: {
  failing: Some
  /** One of those that fail. */
  first: Job | undefined
  next: Job | undefined
}) {
  const isWell = () => props.failing.count === 0
  const only = () => (props.failing.count === 1 ? props.first : undefined)
  return (
    <div
      class="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-xl px-4 py-3"
      classList={{ 'bg-good-soft': isWell(), 'bg-bad-soft': !isWell() }}
    >
      <Show
        when={!isWell()}
        fallback={
          <>
            <CircleCheck class="size-5 shrink-0 text-good" />
            <p class="font-medium">No job is failing</p>
          </>
        }
      >
        <CircleAlert class="size-5 shrink-0 text-bad" />
        <A
          href={only() ? `/jobs/${only()?.id}` : '/jobs?failing=true&enabled=true'}
          class="min-w-0 font-medium wrap-anywhere underline underline-offset-3"
        >
          {only()?.name ?? `${someOf(props.failing)} jobs`} {only() ? 'is' : 'are'} failing
        </A>
      </Show>
      <Show when={props.next}>
        {job => (
          <p class="min-w-0 text-sm wrap-anywhere sm:ml-auto">
            Next: {job().name} <Instant at={job().nextRunAt ?? ''} relative class="font-medium" />
          </p>
        )}
      </Show>
    </div>
  )
}
