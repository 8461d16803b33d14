import { For, Show } from 'solid-js'
import { Button } from '../parts/button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Toggle } from '../parts/toggle.tsx'
import { keyCaps } from './key-chord.ts'
import { activeBindings, type Binding } from './on-key.ts'
import { singleKeys, switchSingleKeys } from './single-keys.ts'

const groups = ['On this page', 'Lists', 'Everywhere'] as const
/** Done without a binding: the browser does the one, and a form the other. */
const unbound = [
  { keys: 'Enter', label: 'Open the row', group: 'Lists' },
  { keys: 'mod+Enter', label: 'Send the form', group: 'Everywhere' },
] as const

/** Every key that does something now. */
export function HelpSheet(props: { onClose: () => void }) {
  const all = activeBindings()
  const hasLists = all.some(({ group }) => group === 'Lists')
  const of = (group: Binding['group']) => [
    ...all.filter(each => each.group === group),
    ...unbound.filter(each => each.group === group && (group !== 'Lists' || hasLists)),
  ]
  return (
    <Dialog title="Keyboard shortcuts" width="wide" onClose={props.onClose}>
      {shut => (
        <>
          <div class="grid gap-x-10 gap-y-6 sm:grid-cols-2">
            <For each={groups.filter(group => of(group).length > 0)}>
              {group => (
                <section>
                  <h3 class="mb-1 text-sm text-muted">{group}</h3>
                  <dl class="divide-y divide-line text-sm">
                    <For each={of(group)}>
                      {({ keys, label }) => (
                        <div class="flex items-center justify-between gap-4 py-2">
                          <dt>{label}</dt>
                          <dd class="flex gap-1">
                            <For each={keyCaps(keys)}>{cap => <kbd class="kbd">{cap}</kbd>}</For>
                          </dd>
                        </div>
                      )}
                    </For>
                  </dl>
                </section>
              )}
            </For>
          </div>
          <div class="flex flex-wrap items-center justify-between gap-4 border-t border-line pt-4">
            <div class="flex items-center gap-2 text-sm">
              <Toggle on={singleKeys()} label="Single keys" onChange={switchSingleKeys} />
              <p>
                Single keys are {singleKeys() ? 'on' : 'off'}
                <Show when={!singleKeys()}>; those with Ctrl or ⌘ still work</Show>.
              </p>
            </div>
            <Button onClick={shut}>Close</Button>
          </div>
        </>
      )}
    </Dialog>
  )
}
