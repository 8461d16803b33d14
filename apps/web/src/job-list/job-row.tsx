import type { Job } from '@prikke/contract'
import { A, useNavigate } from '@solidjs/router'
import Ellipsis from 'lucide-solid/icons/ellipsis'
import { For, Show } from 'solid-js'
import { SparkBar } from '../charts/spark-bar.tsx'
import { Instant } from '../parts/instant.tsx'
import { Menu } from '../parts/menu.tsx'
import { StatusBadge } from '../parts/status-badge.tsx'
import { Toggle } from '../parts/toggle.tsx'
import { formatRate } from '../words/number.ts'
import { statusOfJob } from '../words/status.ts'
import type { JobActs, RecentOfJob } from './job-table.tsx'

/** One job: how it stands, what it did lately, and when it runs next. */
export function JobRow(props: {
  job: Job
  sentence: string | undefined
  recent: RecentOfJob | undefined
  selected: boolean
  onSelect: () => void
  /** Selects up to this row. */
  onSelectTo: () => void
  tagHref: (tag: string) => string
  acts: JobActs | null
}) {
  const schedule = () => props.sentence ?? props.job.cronExpression ?? '…'
  return (
    <tr
      class="row max-md:grid! max-md:grid-cols-[auto_minmax(0,1fr)_3rem_2.75rem] md:*:px-3!"
      classList={{ 'bg-sunken/60': props.selected }}
      data-row={props.job.id}
    >
      <td class="max-md:order-1 max-md:self-start" hidden={props.acts === null}>
        <label class="relative z-10 flex size-6 items-center justify-center max-md:-m-2.5 max-md:size-11">
          <input
            type="checkbox"
            class="size-5"
            aria-label={`Select ${props.job.name}`}
            checked={props.selected}
            onClick={event => (event.shiftKey ? props.onSelectTo() : props.onSelect())}
          />
        </label>
      </td>
      <td class="max-md:order-3 max-md:-m-2.5 max-md:self-start max-md:justify-self-end md:w-14">
        <div class="relative z-10 md:-my-1">
          <Toggle
            on={props.job.enabled}
            label={`${props.job.name} is on`}
            busy={props.acts === null}
            onChange={on => props.acts?.onToggle(props.job, on)}
          />
        </div>
      </td>
      <td class="min-w-0 max-md:order-2 max-md:self-start md:w-[28%]">
        <A
          href={`/jobs/${props.job.id}`}
          class="font-medium wrap-anywhere after:absolute after:inset-0 after:rounded-xl"
        >
          {props.job.name}
        </A>
        <p class="mt-0.5 truncate text-muted" title={props.job.url}>
          {props.job.method} {hostOf(props.job.url)}
        </p>
        <p class="mt-0.5 text-muted xl:hidden">{schedule()}</p>
        <Show when={props.job.tags.length > 0}>
          <ul class="mt-1.5 flex flex-wrap gap-1.5">
            <For each={props.job.tags}>
              {tag => (
                <li class="max-w-full">
                  <A
                    href={props.tagHref(tag)}
                    aria-label={`Jobs tagged ${tag}`}
                    class="relative z-10 block max-w-full truncate rounded-full bg-sunken px-2.5 py-1 text-xs text-muted hover:text-ink"
                  >
                    {tag}
                  </A>
                </li>
              )}
            </For>
          </ul>
        </Show>
      </td>
      <td class="w-[18%] max-xl:hidden">
        <span class="relative z-10" title={props.job.cronExpression ?? undefined}>
          {schedule()}
        </span>
      </td>
      <td class="max-md:order-6 max-md:col-span-2 max-md:justify-self-end">
        <div class="relative z-10 -my-1 inline-block">
          <Show when={props.recent} fallback={<span class="block h-9 w-25" />}>
            {recent => <SparkBar name={props.job.name} executions={recent().executions} />}
          </Show>
        </div>
      </td>
      <td class="whitespace-nowrap max-lg:hidden">
        <StatusBadge status={statusOfJob(props.job)} />
        <Show when={props.job.lastRunAt}>
          {at => (
            <p class="mt-1 text-muted">
              <Instant at={at()} relative class="relative z-10" />
            </p>
          )}
        </Show>
      </td>
      <td class="text-right whitespace-nowrap max-xl:hidden">
        {props.recent ? formatRate(props.recent.successRate) : ''}
      </td>
      <td class="md:min-w-30 max-md:order-5 max-md:col-span-2 max-md:flex max-md:flex-wrap max-md:items-center max-md:gap-3 md:text-right">
        <span class="lg:hidden md:mb-1 md:block">
          <StatusBadge status={statusOfJob(props.job)} />
        </span>
        <Show when={props.job.nextRunAt} fallback={<Resumes at={props.job.resumeAt} />}>
          {at => <Instant at={at()} relative class="relative z-10" />}
        </Show>
      </td>
      <td
        class="max-md:order-4 max-md:-m-2.5 max-md:self-start max-md:justify-self-end"
        hidden={props.acts === null}
      >
        <Show when={props.acts}>{acts => <RowMenu job={props.job} acts={acts()} />}</Show>
      </td>
    </tr>
  )
}

/** Where no run is planned: when the pause ends, if it does by itself. */
function Resumes(props: { at: string | null }) {
  return (
    <span class="text-muted">
      <Show when={props.at} fallback="–">
        {at => (
          <>
            resumes <Instant at={at()} relative class="relative z-10" />
          </>
        )}
      </Show>
    </span>
  )
}

function RowMenu(props: { job: Job; acts: JobActs }) {
  const navigate = useNavigate()
  return (
    <div class="relative z-10 md:-my-1.5">
      <Menu
        label={`More for ${props.job.name}`}
        quiet
        icon={<Ellipsis class="size-4" />}
        items={[
          { label: 'Run now', onSelect: () => props.acts.onRun(props.job) },
          { label: 'Edit', onSelect: () => navigate(`/jobs/${props.job.id}/edit`) },
          props.job.enabled
            ? { label: 'Pause…', onSelect: () => props.acts.onPause(props.job) }
            : { label: 'Resume', onSelect: () => props.acts.onToggle(props.job, true) },
          { label: 'Delete…', danger: true, onSelect: () => props.acts.onDelete(props.job) },
        ]}
      />
    </div>
  )
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url
}
