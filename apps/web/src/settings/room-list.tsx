import type { Action } from '@prikke/contract'
import { A } from '@solidjs/router'
import ChevronDown from 'lucide-solid/icons/chevron-down'
import { createSignal, createUniqueId, For } from 'solid-js'
import { organizationRooms, ownRooms, type Room } from './rooms.ts'

/** The rooms of the settings: a list at the side, behind a button on a narrow screen. */
export function RoomList(props: {
  organization: string
  /** Of the room one is in. */
  path: string
  may: (action: Action) => boolean
}) {
  const id = createUniqueId()
  const [open, setOpen] = createSignal(false)
  const shown = (rooms: readonly Room[]) =>
    rooms.filter(({ needs }) => needs === undefined || props.may(needs))
  const here = () =>
    [...ownRooms, ...organizationRooms].find(({ path }) => path === props.path)?.label
  return (
    <nav aria-label="Settings" class="text-sm md:sticky md:top-20 md:self-start">
      <button
        type="button"
        aria-expanded={open()}
        aria-controls={id}
        class="input flex w-full items-center justify-between md:hidden"
        onClick={() => setOpen(!open())}
      >
        <span>
          <span class="text-muted">Settings: </span>
          {here() ?? 'choose'}
        </span>
        <ChevronDown class={`size-4 ${open() ? 'rotate-180' : ''}`} />
      </button>
      <div
        id={id}
        class="flex flex-col gap-5 max-md:mt-2 max-md:rounded-xl max-md:border max-md:border-line max-md:bg-surface max-md:p-3"
        classList={{ 'max-md:hidden': !open() }}
      >
        <Group title="You" rooms={shown(ownRooms)} onGo={() => setOpen(false)} />
        <Group
          title={props.organization}
          rooms={shown(organizationRooms)}
          onGo={() => setOpen(false)}
        />
      </div>
    </nav>
  )
}

function Group(props: { title: string; rooms: readonly Room[]; onGo: () => void }) {
  const id = createUniqueId()
  return (
    <div>
      <p id={id} class="truncate px-3 pb-1 text-xs text-muted" title={props.title}>
        {props.title}
      </p>
      <ul aria-labelledby={id} class="flex flex-col gap-0.5">
        <For each={props.rooms}>
          {room => (
            <li>
              <A
                href={`/settings/${room.path}`}
                activeClass="bg-surface font-medium text-ink ring-1 ring-line"
                inactiveClass="text-muted hover:bg-sunken hover:text-ink"
                class="flex min-h-11 items-center rounded-lg px-3 md:min-h-9"
                onClick={() => props.onGo()}
              >
                {room.label}
              </A>
            </li>
          )}
        </For>
      </ul>
    </div>
  )
}
