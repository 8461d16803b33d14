import type { Attempt } from '@prikke/contract'
import { createSignal, createUniqueId, For, Match, Show, Switch } from 'solid-js'
import { formatBytes } from '../words/size.ts'
import { MessageView } from './message-view.tsx'

const tabs = ['response', 'request'] as const
const words = { response: 'Response', request: 'Request' }

/** What one attempt sent and what it got back. */
export function MessageTabs(props: { attempt: Attempt }) {
  const id = createUniqueId()
  const [tab, setTab] = createSignal<(typeof tabs)[number]>('response')
  const move = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return
    const next = tab() === 'response' ? 'request' : 'response'
    setTab(next)
    document.getElementById(`${id}-${next}`)?.focus()
  }
  return (
    <div class="flex flex-col gap-5">
      <div role="tablist" aria-label="Messages" class="flex gap-6 border-b border-line">
        <For each={tabs}>
          {each => (
            <button
              type="button"
              role="tab"
              id={`${id}-${each}`}
              aria-selected={tab() === each}
              aria-controls={`${id}-panel`}
              tabindex={tab() === each ? 0 : -1}
              onClick={() => setTab(each)}
              onKeyDown={move}
              class="-mb-px min-h-11 border-b-2 border-transparent text-sm text-muted aria-selected:border-accent aria-selected:font-medium aria-selected:text-ink"
            >
              {words[each]}
            </button>
          )}
        </For>
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${tab()}`}>
        <Switch>
          <Match when={tab() === 'request'}>
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
          </Match>
          <Match when={true}>
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
          </Match>
        </Switch>
      </div>
    </div>
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
