import type { Execution, Job } from '@prikke/contract'
import { A } from '@solidjs/router'
import { type JSX, Show } from 'solid-js'
import { Button, buttonClass } from '../parts/button.tsx'
import { now } from '../parts/clock.ts'
import { Explanation } from '../parts/explanation.tsx'
import { StatusBadge } from '../parts/status-badge.tsx'
import { formatBytes } from '../words/size.ts'
import { formatDuration } from '../words/span.ts'

const over = ['success', 'failed', 'timeout', 'cancelled']

/** The first execution while it happens, and what came of it. */
export function FirstRun(props: { job: Job; execution: Execution | undefined; onFix: () => void }) {
  const status = () => props.execution?.status ?? 'pending'
  const isOver = () => over.includes(status())
  return (
    <section aria-label="The first run" class="card flex flex-col gap-5 p-5 sm:p-6">
      <div role="status" class="flex flex-wrap items-center gap-3">
        <StatusBadge status={status()} />
        <p class="text-lg font-medium">{saying(status())}</p>
      </div>
      <Show when={isOver() && props.execution}>
        {execution => (
          <>
            <Explanation failure={execution()} />
            <Figures execution={execution()} />
            <Body execution={execution()} />
          </>
        )}
      </Show>
      <p class="text-sm">
        <Show when={props.job.nextRunAt} fallback="No further run is planned.">
          {at => (
            <>
              Next run <span class="font-medium">{countdown(Date.parse(at()) - now())}</span>, by
              itself.
            </>
          )}
        </Show>
      </p>
      <Show when={isOver()}>
        <div class="flex flex-wrap gap-2">
          <Show when={status() !== 'success'}>
            <Button look="primary" onClick={() => props.onFix()}>
              Fix and run again
            </Button>
          </Show>
          <A
            href={`/jobs/${props.job.id}`}
            class={buttonClass(status() === 'success' ? 'primary' : 'plain')}
          >
            See the job
          </A>
        </div>
      </Show>
    </section>
  )
}

function Figures(props: { execution: Execution }) {
  const figure = (term: string, value: JSX.Element) => (
    <div>
      <dt class="text-sm text-muted">{term}</dt>
      <dd class="text-lg font-medium">{value}</dd>
    </div>
  )
  return (
    <dl class="grid grid-cols-2 gap-4 sm:grid-cols-4">
      {figure('Answer', props.execution.statusCode ?? '–')}
      {figure('Took', formatDuration(props.execution.durationMs))}
      {figure('Started late by', formatDuration(props.execution.latenessMs))}
      {figure('Size', formatBytes(props.execution.responseBytes ?? 0))}
    </dl>
  )
}

function Body(props: { execution: Execution }) {
  const text = () => props.execution.responseBody ?? ''
  const isText = () => text() !== '' && props.execution.responseEncoding !== 'base64'
  return (
    <Show when={isText()}>
      <pre tabindex="0" class="max-h-64 overflow-auto rounded-lg bg-sunken p-3 font-mono text-xs">
        {inLines(text())}
      </pre>
    </Show>
  )
}

function saying(status: Execution['status']): string {
  if (status === 'pending') return 'Waiting to be sent'
  if (status === 'running') return 'Sent; waiting for the answer'
  if (status === 'success') return 'Delivered'
  return 'It did not arrive as it should'
}

/** To the second, for as long as somebody watches. */
function countdown(ms: number): string {
  if (ms <= 0) return 'now'
  const seconds = Math.ceil(ms / 1_000)
  return `in ${seconds < 60 ? `${seconds} s` : formatDuration(seconds * 1_000)}`
}

function inLines(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
