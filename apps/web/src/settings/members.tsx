import type { Member, Role } from '@prikke/contract'
import { For, Show } from 'solid-js'
import { ConfirmButton } from '../parts/confirm-button.tsx'
import { Instant } from '../parts/instant.tsx'
import { RolePicker } from './role-picker.tsx'

type Props = {
  members: readonly Member[]
  /** The id of who looks. */
  own: string
  mayManage: boolean
  /** May make and unmake owners too. */
  mayManageOwners: boolean
  onSetRole: (userId: string, role: Role) => Promise<unknown>
  onRemove: (userId: string) => Promise<unknown>
}

/** Who is in the organization, and as what. */
export function Members(props: Props) {
  return (
    <ul class="divide-y divide-line text-sm">
      <For each={props.members}>{member => <MemberRow member={member} {...props} />}</For>
    </ul>
  )
}

function MemberRow(props: Props & { member: Member }) {
  const isOwn = () => props.member.userId === props.own
  const isLastOwner = () =>
    props.member.role === 'owner' && props.members.filter(each => each.role === 'owner').length < 2
  /** Who looks goes by leaving: in the danger zone. */
  const isTheirs = () =>
    props.mayManage && !isOwn() && (props.member.role !== 'owner' || props.mayManageOwners)
  return (
    <li class="flex flex-wrap items-center justify-between gap-3 py-3">
      <div class="min-w-0">
        <p class="font-medium wrap-anywhere">
          {props.member.name}
          <Show when={isOwn()}>, you</Show>
        </p>
        <p class="text-muted wrap-anywhere">
          {props.member.email}, joined <Instant at={props.member.joinedAt} relative />
        </p>
      </div>
      <Show
        when={isTheirs()}
        fallback={
          <span class="text-muted">
            {props.member.role}
            <Show when={isOwn() && isLastOwner()}>, the only one</Show>
          </span>
        }
      >
        <div class="flex flex-wrap gap-2">
          <RolePicker
            label={`Role of ${props.member.email}`}
            role={props.member.role}
            withOwner={props.mayManageOwners}
            onChoose={role => void props.onSetRole(props.member.userId, role)}
          />
          <ConfirmButton
            label="Remove"
            question={`Remove ${props.member.email}?`}
            confirm="Remove member"
            onConfirm={() => props.onRemove(props.member.userId)}
          >
            They lose access at once. Jobs and keys that they made stay.
          </ConfirmButton>
        </div>
      </Show>
    </li>
  )
}
