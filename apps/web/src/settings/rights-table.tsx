import type { Role } from '@prikke/contract'
import Check from 'lucide-solid/icons/check'
import Minus from 'lucide-solid/icons/minus'
import { For, Show } from 'solid-js'
import { rights } from '../words/rights.ts'

const roles: readonly Role[] = ['member', 'admin', 'owner']

/** What each role may do; one’s own is marked. */
export function RightsTable(props: { own: Role }) {
  return (
    <table class="w-full text-sm">
      <thead>
        <tr class="text-left text-muted">
          <th scope="col" class="pb-2 font-medium">
            May
          </th>
          <For each={roles}>
            {role => (
              <th
                scope="col"
                class="w-16 pb-2 text-center font-medium capitalize sm:w-24"
                classList={{ 'text-ink': role === props.own }}
              >
                {role}
                <Show when={role === props.own}>
                  <span class="block text-xs font-normal normal-case">you</span>
                </Show>
              </th>
            )}
          </For>
        </tr>
      </thead>
      <tbody>
        <For each={rights}>
          {right => (
            <tr class="border-t border-line">
              <th scope="row" class="py-2 pr-3 text-left font-normal">
                {right.words}
              </th>
              <For each={roles}>
                {role => (
                  <td class="py-2 text-center">
                    <Mark may={roles.indexOf(role) >= roles.indexOf(right.least)} />
                  </td>
                )}
              </For>
            </tr>
          )}
        </For>
      </tbody>
    </table>
  )
}

function Mark(props: { may: boolean }) {
  return (
    <Show
      when={props.may}
      fallback={
        <>
          <Minus class="mx-auto size-4 text-muted" aria-hidden="true" />
          <span class="sr-only">no</span>
        </>
      }
    >
      <Check class="mx-auto size-4 text-good" aria-hidden="true" />
      <span class="sr-only">yes</span>
    </Show>
  )
}
