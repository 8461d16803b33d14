import { type RouteSectionProps, useLocation } from '@solidjs/router'
import { useSession } from '../session.tsx'
import { RoomList } from '../settings/room-list.tsx'

/** The settings: their rooms at the side, and the one that is open. */
export function Settings(props: RouteSectionProps) {
  const session = useSession()
  const location = useLocation()
  return (
    <div class="grid gap-6 md:grid-cols-[11rem_minmax(0,1fr)] md:gap-10">
      <RoomList
        organization={session.organization().name}
        path={location.pathname.split('/')[2] ?? ''}
        may={session.may}
      />
      <div class="flex min-w-0 flex-col gap-6">{props.children}</div>
    </div>
  )
}
