import type { Job } from '@prikke/contract'
import { A } from '@solidjs/router'
import { For, Show } from 'solid-js'
import { listKeys } from '../keyboard/list-keys.ts'
import { statusOfJob } from '../words/status.ts'
import { Instant } from './instant.tsx'
import { StatusBadge } from './status-badge.tsx'
import { Toggle } from './toggle.tsx'

type Props = {
  jobs: readonly Job[]
  /** The schedule in words; undefined while they are on their way. */
  sentence: (job: Job) => string | undefined
  onToggle: (job: Job, enabled: boolean) => void
}

/** Jobs as a table; on a narrow screen each row is a card. */
export function JobTable(props: Props) {
  return (
    <table class="w-full text-sm max-md:block">
      <thead class="max-md:sr-only">
        <tr class="text-left text-muted *:px-4 *:pb-3 *:font-medium">
          <th scope="col" class="w-16">
            On
          </th>
          <th scope="col">Job</th>
          <th scope="col">Schedule</th>
          <th scope="col">Last status</th>
          <th scope="col" class="text-right">
            Next run
          </th>
        </tr>
      </thead>
      <tbody ref={listKeys()} class="max-md:flex max-md:flex-col max-md:gap-3">
        <For each={props.jobs}>
          {job => (
            <JobRow
              job={job}
              sentence={props.sentence(job)}
              onToggle={enabled => props.onToggle(job, enabled)}
            />
          )}
        </For>
      </tbody>
    </table>
  )
}

function JobRow(props: {
  job: Job
  sentence: string | undefined
  onToggle: (enabled: boolean) => void
}) {
  return (
    <tr data-row={props.job.id} class="row max-md:grid! max-md:grid-cols-[1fr_auto]">
      <td class="max-md:order-2 max-md:-m-2 max-md:justify-self-end md:w-16">
        <div class="relative z-10 md:-my-1 md:-ml-1">
          <Toggle
            on={props.job.enabled}
            label={`${props.job.name} is on`}
            onChange={props.onToggle}
          />
        </div>
      </td>
      <td class="max-w-80 min-w-0 max-md:order-1">
        <A
          href={`/jobs/${props.job.id}`}
          class="font-medium wrap-anywhere after:absolute after:inset-0 after:rounded-xl"
        >
          {props.job.name}
        </A>
        <p class="mt-0.5 truncate text-muted">
          {props.job.method} {hostOf(props.job.url)}
        </p>
      </td>
      <td class="max-md:order-3 max-md:col-span-2 md:max-w-80">
        <span class="relative z-10" title={props.job.cronExpression ?? undefined}>
          {props.sentence ?? props.job.cronExpression ?? '…'}
        </span>
      </td>
      <td class="max-md:order-4">
        <StatusBadge status={statusOfJob(props.job)} />
      </td>
      <td class="text-right whitespace-nowrap max-md:order-5 max-md:self-center">
        <Show when={props.job.nextRunAt} fallback={<span class="text-muted">–</span>}>
          {at => <Instant at={at()} relative class="relative z-10" />}
        </Show>
      </td>
    </tr>
  )
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url
}
