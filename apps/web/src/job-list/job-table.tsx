import type { Job, Recent } from '@prikke/contract'
import { createEffect, For } from 'solid-js'
import { listKeys } from '../keyboard/list-keys.ts'
import { JobRow } from './job-row.tsx'
import type { Selection } from './selection.ts'

export type RecentOfJob = Recent['data'][number]

/** What can be done to one job from the list; left out for who may not. */
export type JobActs = {
  onToggle: (job: Job, enabled: boolean) => void
  onRun: (job: Job) => void
  onPause: (job: Job) => void
  onDelete: (job: Job) => void
}

type Props = {
  jobs: readonly Job[]
  /** The schedule in words; undefined while they are on their way. */
  sentence: (job: Job) => string | undefined
  recent: (job: Job) => RecentOfJob | undefined
  selection: Selection
  /** The address of the list with this tag asked for. */
  tagHref: (tag: string) => string
  acts: JobActs | null
}

/** Jobs as a table; on a narrow screen each row is a card. */
export function JobTable(props: Props) {
  const all = () => props.selection.ids().length === props.jobs.length
  const keys = listKeys({
    onSelect: id => props.acts === null || props.selection.toggle(id),
    onSelectRange: (from, to) => props.acts === null || props.selection.span(from, to),
    onClear: props.selection.clear,
  })
  const some = () => props.selection.ids().length > 0
  return (
    <table class="w-full text-sm max-md:block">
      <thead class="max-md:block max-md:pb-3">
        <tr class="text-left text-muted max-md:flex md:*:px-3 md:*:pb-3 md:*:font-medium">
          <th scope="col" class="md:w-12" hidden={props.acts === null}>
            <label class="flex items-center gap-3 font-normal max-md:min-h-11 max-md:px-1">
              <input
                type="checkbox"
                class="size-5"
                checked={all()}
                ref={box => createEffect(() => (box.indeterminate = some() && !all()))}
                onChange={() => props.selection.toggleShown()}
              />
              <span class="md:sr-only">Select all that are shown</span>
            </label>
          </th>
          <th scope="col" class="w-14 max-md:sr-only">
            On
          </th>
          <th scope="col" class="max-md:sr-only">
            Job
          </th>
          <th scope="col" class="max-xl:hidden">
            Schedule
          </th>
          <th scope="col" class="max-md:sr-only">
            Last ten
          </th>
          <th scope="col" class="max-lg:hidden">
            Last run
          </th>
          <th scope="col" class="text-right whitespace-nowrap max-xl:hidden">
            7 days
          </th>
          <th scope="col" class="text-right whitespace-nowrap max-md:sr-only">
            Next run
          </th>
          <th scope="col" class="w-12 max-md:sr-only" hidden={props.acts === null}>
            <span class="sr-only">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody class="max-md:flex max-md:flex-col max-md:gap-3" ref={keys}>
        <For each={props.jobs}>
          {job => (
            <JobRow
              job={job}
              sentence={props.sentence(job)}
              recent={props.recent(job)}
              selected={props.selection.has(job.id)}
              onSelect={() => props.selection.toggle(job.id)}
              onSelectTo={() => props.selection.spanTo(job.id)}
              tagHref={props.tagHref}
              acts={props.acts}
            />
          )}
        </For>
      </tbody>
    </table>
  )
}
