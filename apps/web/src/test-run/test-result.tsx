import type { TestRunResult } from '@prikke/contract'
import { createSignal, type JSX, Show } from 'solid-js'
import { Explanation } from '../parts/explanation.tsx'
import { MessageView } from '../parts/message-view.tsx'
import { PhaseBar } from '../parts/phase-bar.tsx'
import { StatusBadge } from '../parts/status-badge.tsx'
import { Tabs } from '../parts/tabs.tsx'
import { formatBytes } from '../words/size.ts'
import { formatDuration } from '../words/span.ts'
import type { ShownStatus } from '../words/status.ts'

type View = 'response' | 'request'

const views: readonly { key: View; label: string }[] = [
  { key: 'response', label: 'Response' },
  { key: 'request', label: 'What was sent' },
]

/** What came of a test: how it went, why, where the time went, what was said and sent. */
export function TestResult(props: { result: TestRunResult; fix?: JSX.Element }) {
  const [view, setView] = createSignal<View>('response')
  const facts = () => {
    const { statusCode, responseBytes, remoteAddress, timings } = props.result
    return [
      statusCode === null ? null : `status ${statusCode}`,
      `in ${formatDuration(timings.totalMs)}`,
      responseBytes === null ? null : formatBytes(responseBytes),
      remoteAddress === null ? null : `from ${remoteAddress}`,
    ].filter(fact => fact !== null)
  }
  return (
    <div class="flex min-w-0 flex-col gap-5">
      <p class="flex flex-wrap items-center gap-x-3 gap-y-2 text-sm">
        <StatusBadge status={statusOf(props.result)} />
        <span class="wrap-anywhere">{facts().join(' · ')}</span>
        <span class="rounded-full border border-line px-2.5 py-0.5 text-xs text-muted">
          Test, not in the history
        </span>
      </p>
      <Explanation failure={props.result} isTest>
        {props.fix}
      </Explanation>
      <PhaseBar timings={props.result.timings} />
      <Tabs label="Messages" tabs={views} chosen={view()} onChoose={setView}>
        {shown => (shown === 'request' ? <Sent {...props} /> : <Received {...props} />)}
      </Tabs>
    </div>
  )
}

function Received(props: { result: TestRunResult }) {
  return (
    <Show
      when={props.result.responseHeaders}
      fallback={<p class="text-sm text-muted">There was no whole response.</p>}
    >
      {headers => (
        <MessageView
          start={`Status ${props.result.statusCode}`}
          headers={headers()}
          body={props.result.responseBody}
          note={noteOn(props.result)}
          empty="It had no body."
        />
      )}
    </Show>
  )
}

function Sent(props: { result: TestRunResult }) {
  return (
    <MessageView
      start={`${props.result.request.method} ${props.result.request.url}`}
      headers={props.result.request.headers}
      body={props.result.request.body}
      empty="It had no body."
    />
  )
}

function statusOf({ errorCode }: TestRunResult): ShownStatus {
  if (errorCode === null) return 'success'
  return errorCode === 'deadline_exceeded' ? 'timeout' : 'failed'
}

function noteOn(result: TestRunResult): string {
  const size = result.responseBytes === null ? '' : formatBytes(result.responseBytes)
  const cut = result.responseTruncated ? ', of which the first 64 KiB are shown' : ''
  const binary = result.responseEncoding === 'base64' ? ', binary, shown as base64' : ''
  return `${size}${cut}${binary}`
}
