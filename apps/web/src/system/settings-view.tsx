import type { SystemSettings } from '@prikke/contract'
import { For, Show } from 'solid-js'
import { groupSettings } from '../words/group-settings.ts'
import { CheckList } from './check-list.tsx'

/** The configuration in force: each variable once, and again where a process has it otherwise. */
export function SettingsView(props: { settings: SystemSettings }) {
  return (
    <div class="flex flex-col gap-6 text-sm">
      <CheckList checks={props.settings.checks} />
      <ul class="divide-y divide-line border-t border-line">
        <For each={groupSettings(props.settings.nodes)}>
          {setting => (
            <li class="grid gap-x-6 gap-y-1 py-3 md:grid-cols-[16rem_minmax(0,1fr)_auto]">
              <code class="wrap-anywhere">{setting.name}</code>
              <div class="flex min-w-0 flex-col gap-1">
                <For each={setting.values}>
                  {each => (
                    <p class="wrap-anywhere">
                      <Show
                        when={each.value !== null}
                        fallback={<span class="text-muted">set, and secret</span>}
                      >
                        <Show
                          when={each.value !== ''}
                          fallback={<span class="text-muted">not set</span>}
                        >
                          <code>{each.value}</code>
                        </Show>
                      </Show>
                      <Show when={each.from === 'default' && each.value !== ''}>
                        <span class="text-muted"> by default</span>
                      </Show>
                      <Show when={each.from === 'file'}>
                        <span class="text-muted"> from a file</span>
                      </Show>
                      <Show when={setting.values.length > 1}>
                        <span class="text-muted"> in {each.apps.join(', ')}</span>
                      </Show>
                    </p>
                  )}
                </For>
              </div>
              <span class="text-muted md:text-right">{setting.apps.join(', ')}</span>
            </li>
          )}
        </For>
      </ul>
    </div>
  )
}
