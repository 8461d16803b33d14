import type { Attempt } from '@prikke/contract'
import { createSignal, Show } from 'solid-js'
import { formatBytes } from '../words/size.ts'
import { MessageView } from './message-view.tsx'
import { Tabs } from './tabs.tsx'

type View = 'response' | 'request'

const views: readonly { key: View; label: string }[] = [
  { key: 'response', label: 'Response' },
  { key: 'request', label: 'Request' },
]

/** What one attempt sent and what it got back. */
export function MessageTabs(props: { attempt: Attempt }) {
  const [chosen, choose] = createSignal<View>('response')
  return (
    <Tabs label="Messages" tabs={views} chosen={chosen()} onChoose={choose}>
      {view => (view === 'request' ? <Request {...props} /> : <Response {...props} />)}
    </Tabs>
  )
}

function Request(props: { attempt: Attempt }) {
  return (
    <Show
      when={props.attempt.request}
      fallback={<p class="text-sm text-muted">No request was sent.</p>}
    >
      {request => (
        <MessageView
          start={`${request().method} ${request().url}`}
          headers={request().headers}
          body={request().body}
          empty="It had no body."
        />
      )}
    </Show>
  )
}

function Response(props: { attempt: Attempt }) {
  return (
    <Show
      when={props.attempt.statusCode}
      fallback={<p class="text-sm text-muted">{noResponse(props.attempt)}</p>}
    >
      {code => (
        <MessageView
          start={`Status ${code()}`}
          headers={props.attempt.responseHeaders ?? {}}
          body={props.attempt.responseBody}
          note={noteOn(props.attempt)}
          empty="It had no body."
        />
      )}
    </Show>
  )
}

const noResponse = ({ finishedAt }: Attempt) =>
  finishedAt === null ? 'There is no response yet.' : 'There was no response.'

function noteOn(attempt: Attempt): string {
  const size = attempt.responseBytes === null ? '' : formatBytes(attempt.responseBytes)
  const cut = attempt.responseTruncated ? ', of which the first 64 KiB were kept' : ''
  const binary = attempt.responseEncoding === 'base64' ? ', binary, shown as base64' : ''
  return `${size}${cut}${binary}`
}
