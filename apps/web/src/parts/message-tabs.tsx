import type { Attempt } from '@prikke/contract'
import { createSignal, Show } from 'solid-js'
import { curlCommand } from '../words/curl-command.ts'
import { formatBytes } from '../words/size.ts'
import { CopyButton } from './copy-button.tsx'
import { MessageView } from './message-view.tsx'
import { Tabs } from './tabs.tsx'

type View = 'response' | 'request'

const views: readonly { key: View; label: string }[] = [
  { key: 'response', label: 'Response' },
  { key: 'request', label: 'Request' },
]

/** What one attempt sent and what it got back. */
export function MessageTabs(props: {
  attempt: Attempt
  /** What a file of it is called. */
  name: string
}) {
  const [chosen, choose] = createSignal<View>('response')
  return (
    <Tabs label="Messages" tabs={views} chosen={chosen()} onChoose={choose}>
      {view => (view === 'request' ? <Request {...props} /> : <Response {...props} />)}
    </Tabs>
  )
}

function Request(props: { attempt: Attempt; name: string }) {
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
          note={request().body === null ? '' : formatBytes(bytesOf(request().body ?? '').length)}
          empty="It had no body."
          file={{ name: `request-${props.name}.txt`, content: bytesOf(request().body ?? '') }}
          actions={<CopyButton text={curlCommand(request())} label="Copy as curl" />}
        />
      )}
    </Show>
  )
}

function Response(props: { attempt: Attempt; name: string }) {
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
          isCut={props.attempt.responseTruncated}
          empty="It had no body."
          file={{
            name: `response-${props.name}${endingOf(props.attempt)}`,
            content: contentOf(props.attempt),
          }}
        />
      )}
    </Show>
  )
}

const noResponse = ({ finishedAt }: Attempt) =>
  finishedAt === null ? 'There is no response yet.' : 'There was no response.'

function noteOn(attempt: Attempt): string {
  const size = attempt.responseBytes === null ? '' : formatBytes(attempt.responseBytes)
  const binary = attempt.responseEncoding === 'base64' ? ', binary, shown as base64' : ''
  return `${size}${binary}`
}

const bytesOf = (text: string) => new TextEncoder().encode(text)

/** The body as it came, as far as it was kept. */
function contentOf({ responseBody, responseEncoding }: Attempt): Uint8Array<ArrayBuffer> {
  const body = responseBody ?? ''
  if (responseEncoding !== 'base64') return bytesOf(body)
  return Uint8Array.from(atob(body), character => character.charCodeAt(0))
}

const endingOf = ({ responseEncoding }: Attempt) =>
  responseEncoding === 'base64' ? '.bin' : '.txt'
