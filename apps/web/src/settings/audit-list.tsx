import type { AuditEvent } from '@prikke/contract'
import ChevronRight from 'lucide-solid/icons/chevron-right'
import { For, Show } from 'solid-js'
import { Instant } from '../parts/instant.tsx'
import { describeAct } from '../words/describe-act.ts'
import { describeDevice } from '../words/device.ts'

type Props = {
  events: readonly AuditEvent[]
  /** Shows only what this person or key did. */
  onActor: (id: string) => void
  /** Shows only what was done to this. */
  onSubject: (id: string) => void
}

/** Who did what, to what, from where; of a change what it was and what it is. */
export function AuditList(props: Props) {
  return (
    <ol class="divide-y divide-line text-sm">
      <For each={props.events}>{event => <AuditRow event={event} {...props} />}</For>
    </ol>
  )
}

const narrow = 'min-h-6 font-medium wrap-anywhere text-left hover:underline underline-offset-3'

function AuditRow(props: Omit<Props, 'events'> & { event: AuditEvent }) {
  const said = () => describeAct(props.event.action, props.event.subject.name)
  const who = () => {
    const { type, name } = props.event.actor
    if (type === 'system') return name ?? 'Prikke'
    return type === 'key' ? `Key ${name ?? ''}` : (name ?? 'Somebody who erased their account')
  }
  const changes = () => Object.entries(props.event.changes)
  return (
    <li class="flex flex-col gap-1.5 py-3">
      <div class="flex flex-wrap items-baseline gap-x-6 gap-y-1">
        <p class="min-w-0 flex-1 basis-64 wrap-anywhere">
          <Filtering id={props.event.actor.id} name={who()} only="By" onChoose={props.onActor} />{' '}
          {said().did}
          <Show when={said().what}>
            {what => (
              <>
                {' '}
                <Filtering
                  id={props.event.subject.id}
                  name={what()}
                  only="About"
                  onChoose={props.onSubject}
                />
              </>
            )}
          </Show>
        </p>
        <Instant at={props.event.at} class="text-muted whitespace-nowrap" />
      </div>
      <Show when={props.event.address || props.event.userAgent}>
        <p class="text-muted wrap-anywhere">
          <Show when={props.event.address}>{address => <>from {address()}</>}</Show>
          <Show when={props.event.userAgent}>{agent => <> with {describeDevice(agent())}</>}</Show>
        </p>
      </Show>
      <Show when={changes().length > 0}>
        <details class="group">
          <summary class="inline-flex min-h-11 items-start gap-1 text-muted hover:text-ink max-md:py-3 md:min-h-6">
            <ChevronRight class="mt-0.5 size-4 shrink-0 group-open:rotate-90" />
            <span>
              {changes().length === 1 ? 'One field' : `${changes().length} fields`}:{' '}
              {changes()
                .map(([field]) => field)
                .join(', ')}
            </span>
          </summary>
          <dl class="mt-1 flex flex-col gap-2 rounded-lg bg-sunken p-3">
            <For each={changes()}>
              {([field, { before, after }]) => (
                <div class="grid gap-x-4 gap-y-1 sm:grid-cols-[10rem_minmax(0,1fr)]">
                  <dt class="font-medium wrap-anywhere">{field}</dt>
                  <dd class="flex min-w-0 flex-col gap-1 wrap-anywhere">
                    <Value word="Before" value={before} />
                    <Value word="After" value={after} />
                  </dd>
                </div>
              )}
            </For>
          </dl>
        </details>
      </Show>
    </li>
  )
}

/** A name that narrows the list to it, where it can be known again. */
function Filtering(props: {
  id: string | null
  name: string
  only: string
  onChoose: (id: string) => void
}) {
  return (
    <Show when={props.id} fallback={<span class="font-medium">{props.name}</span>}>
      {id => (
        <button
          type="button"
          class={narrow}
          title={`${props.only} ${props.name} only`}
          onClick={() => props.onChoose(id())}
        >
          {props.name}
        </button>
      )}
    </Show>
  )
}

function Value(props: { word: string; value: unknown }) {
  return (
    <Show when={props.value !== null && props.value !== undefined}>
      <p>
        <span class="text-muted">{props.word} </span>
        <code class="whitespace-pre-wrap">
          {typeof props.value === 'string' ? props.value : JSON.stringify(props.value)}
        </code>
      </p>
    </Show>
  )
}
