import type { Key, NewKey } from '@prikke/contract'
import { createSignal, For, Show } from 'solid-js'
import { Button } from './button.tsx'
import { ConfirmButton } from './confirm-button.tsx'
import { CopyButton } from './copy-button.tsx'
import { Instant } from './instant.tsx'
import { TextField } from './text-field.tsx'

/** The keys that programs use; a new one is shown this once. */
export function ApiKeys(props: {
  keys: readonly Key[]
  /** Makes a key; null when it was refused, which the page has said. */
  onCreate: (name: string) => Promise<NewKey | null>
  onDelete: (id: string) => Promise<unknown>
}) {
  const [name, setName] = createSignal('')
  const [busy, setBusy] = createSignal(false)
  const [made, setMade] = createSignal<NewKey | null>(null)
  const create = async () => {
    setBusy(true)
    const key = await props.onCreate(name())
    setBusy(false)
    if (key === null) return
    setMade(key)
    setName('')
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
              <li class="flex flex-wrap items-center justify-between gap-3 py-3">
                <div class="min-w-0">
                  <p class="font-medium wrap-anywhere">{key.name}</p>
                  <p class="text-muted wrap-anywhere">
                    <code>{key.keyId}</code>,{' '}
                    <Show when={key.lastUsedAt} fallback="never used">
                      {at => (
                        <>
                          used <Instant at={at()} relative />
                        </>
                      )}
                    </Show>
                  </p>
                </div>
                <ConfirmButton
                  label={`Delete ${key.name}`}
                  question="Delete this key?"
                  confirm="Delete key"
                  onConfirm={() => props.onDelete(key.id)}
                >
                  Whatever uses “{key.name}” is refused from now on.
                </ConfirmButton>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <form
        class="flex flex-wrap items-end gap-3"
        onSubmit={event => {
          event.preventDefault()
          void create()
        }}
      >
        <TextField
          class="min-w-48 flex-1"
          label="Key name"
          required
          maxlength="120"
          autocomplete="off"
          value={name()}
          onInput={setName}
        />
        <Button type="submit" look="primary" class="min-h-11!" busy={busy()} busyLabel="Creating…">
          Create key
        </Button>
      </form>
    </>
  )
}
