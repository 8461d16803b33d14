import type { Key, KeyInput, NewKey } from '@prikke/contract'
import { createSignal, For, Show } from 'solid-js'
import { Button } from '../parts/button.tsx'
import { now } from '../parts/clock.ts'
import { ConfirmButton } from '../parts/confirm-button.tsx'
import { CopyButton } from '../parts/copy-button.tsx'
import { Instant } from '../parts/instant.tsx'
import { NewKeyForm } from './new-key-form.tsx'

type Props = {
  keys: readonly Key[]
  /** Makes a key; null when it was refused, which the page has said. */
  onCreate: (input: KeyInput) => Promise<NewKey | null>
  /** Gives a key a new secret; the old one works for a day more. Null like `onCreate`. */
  onRotate: (id: string) => Promise<NewKey | null>
  onDelete: (id: string) => Promise<unknown>
}

/** The keys that programs use; a new secret is shown this once. */
export function ApiKeys(props: Props) {
  const [made, setMade] = createSignal<NewKey | null>(null)
  const show = async (making: Promise<NewKey | null>) => {
    const key = await making
    if (key !== null) setMade(key)
    return key !== null
  }
  return (
    <>
      <Show when={made()}>
        {key => (
          <div
            role="status"
            class="flex flex-col items-start gap-3 rounded-lg bg-good-soft p-4 text-sm"
          >
            <p class="font-medium">
              This is the key “{key().name}”. Copy it now: it is not shown again.
            </p>
            <code class="w-full rounded-md bg-surface p-3 break-all select-all">{key().key}</code>
            <CopyButton text={key().key} label="Copy key" />
            <Show when={key().scopes.includes('read')}>
              <p>To try it, list the jobs:</p>
              <pre class="w-full overflow-x-auto rounded-md bg-surface p-3" tabindex="0">
                <code>{curlWith(key().key)}</code>
              </pre>
              <CopyButton text={curlWith(key().key)} label="Copy command" />
            </Show>
            <Button onClick={() => setMade(null)}>I have it</Button>
          </div>
        )}
      </Show>
      <Show
        when={props.keys.length > 0}
        fallback={<p class="text-sm text-muted">There is no key yet.</p>}
      >
        <ul class="divide-y divide-line text-sm">
          <For each={props.keys}>
            {key => (
              <KeyRow
                keyed={key}
                onRotate={() => show(props.onRotate(key.id))}
                onDelete={() => props.onDelete(key.id)}
              />
            )}
          </For>
        </ul>
      </Show>
      <NewKeyForm onCreate={input => show(props.onCreate(input))} />
    </>
  )
}

const curlWith = (key: string) =>
  `curl ${location.origin}/api/jobs -H 'Authorization: Bearer ${key}'`

const words = { read: 'read', write: 'change', trigger: 'run' }

function KeyRow(props: {
  keyed: Key
  onRotate: () => Promise<unknown>
  onDelete: () => Promise<unknown>
}) {
  const overlap = () => {
    const { previousExpiresAt: at } = props.keyed
    return at !== null && Date.parse(at) > now() ? at : null
  }
  return (
    <li class="flex flex-wrap items-center justify-between gap-3 py-3">
      <div class="min-w-0">
        <p class="font-medium wrap-anywhere">{props.keyed.name}</p>
        <p class="text-muted wrap-anywhere">
          <code>{props.keyed.keyId}</code>,{' '}
          <Show when={props.keyed.lastUsedAt} fallback="never used">
            {at => (
              <>
                used <Instant at={at()} relative />
              </>
            )}
          </Show>
        </p>
        <p class="text-muted">
          May {props.keyed.scopes.map(scope => words[scope]).join(', ')}
          <Show when={props.keyed.expiresAt}>
            {at => (
              <>
                {' '}
                until <Instant at={at()} />
              </>
            )}
          </Show>
          .{' '}
          <Show when={overlap()}>
            {at => (
              <>
                The secret before this one works until <Instant at={at()} />.
              </>
            )}
          </Show>
        </p>
      </div>
      <div class="flex flex-wrap gap-2">
        <ConfirmButton
          label={`Rotate ${props.keyed.name}`}
          question="Give this key a new secret?"
          confirm="Rotate key"
          onConfirm={props.onRotate}
        >
          For 24 hours the old one works too, so that “{props.keyed.name}” can be changed over.
        </ConfirmButton>
        <ConfirmButton
          label={`Revoke ${props.keyed.name}`}
          question="Revoke this key?"
          confirm="Revoke key"
          onConfirm={props.onDelete}
        >
          Whatever uses “{props.keyed.name}” is refused from now on.
        </ConfirmButton>
      </div>
    </li>
  )
}
