import type { Role } from '@prikke/contract'
import { For } from 'solid-js'

/** A role, chosen where its label stands beside it already. */
export function RolePicker(props: {
  label: string
  role: Role
  /** Whether owner is to be had. */
  withOwner: boolean
  onChoose: (role: Role) => void
}) {
  const roles = (): Role[] => ['member', 'admin', ...(props.withOwner ? ['owner' as const] : [])]
  return (
    <select
      aria-label={props.label}
      class="input w-auto! md:min-h-10!"
      onChange={event => props.onChoose(event.currentTarget.value as Role)}
    >
      <For each={roles()}>
        {role => (
          <option value={role} selected={role === props.role}>
            {role}
          </option>
        )}
      </For>
    </select>
  )
}
