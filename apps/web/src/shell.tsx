import { A, type RouteSectionProps, useNavigate } from '@solidjs/router'
import { useQueryClient } from '@tanstack/solid-query'
import CalendarClock from 'lucide-solid/icons/calendar-clock'
import Gauge from 'lucide-solid/icons/gauge'
import SettingsIcon from 'lucide-solid/icons/settings'
import Users from 'lucide-solid/icons/users'
import { ErrorBoundary, For, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { api } from './api.ts'
import { createLive } from './live.ts'
import { Button } from './parts/button.tsx'
import { DeletedNotice } from './parts/deleted-notice.tsx'
import { Logo } from './parts/logo.tsx'
import { OrganizationPicker } from './parts/organization-picker.tsx'
import { SignedIn, useSession } from './session.tsx'
import { attempt } from './toasts.tsx'

const rooms = [
  { href: '/', label: 'Overview', icon: Gauge },
  { href: '/jobs', label: 'Jobs', icon: CalendarClock },
  { href: '/organization', label: 'Organization', icon: Users },
  { href: '/settings', label: 'Settings', icon: SettingsIcon },
]

/** The frame around every page of who is signed in. */
export function Shell(props: RouteSectionProps) {
  return (
    <SignedIn>
      <Frame {...props} />
    </SignedIn>
  )
}

function Frame(props: RouteSectionProps) {
  const session = useSession()
  const lost = createLive(() => session.organization().slug)
  return (
    <div class="min-h-dvh md:grid md:grid-cols-[15rem_minmax(0,1fr)]">
      <a
        href="#main"
        class="sr-only rounded-lg bg-fill px-4 py-3 text-on-fill focus:not-sr-only focus:fixed focus:top-3 focus:left-3 focus:z-30"
      >
        Skip to the content
      </a>
      <Rail />
      <div class="flex min-w-0 flex-col">
        <Show when={lost()}>
          <p role="status" class="bg-warn-soft px-4 py-1.5 text-center text-sm text-warn">
            Live updates are paused. What you see is refreshed every 15 s.
          </p>
        </Show>
        <main
          id="main"
          tabindex="-1"
          class="mx-auto flex w-full max-w-6xl flex-col gap-6 px-4 pt-6 pb-28 outline-none md:px-8 md:pt-8 md:pb-16"
        >
          <Deleted />
          <ErrorBoundary fallback={(_, reset) => <Broken onRetry={reset} />}>
            {props.children}
          </ErrorBoundary>
        </main>
      </div>
    </div>
  )
}

function Rail() {
  const session = useSession()
  const navigate = useNavigate()
  return (
    <header class="bg-rail text-slate-300 md:border-r md:border-slate-800">
      <div class="flex max-md:h-14 max-md:items-center max-md:justify-between max-md:gap-4 max-md:px-4 md:sticky md:top-0 md:h-dvh md:flex-col md:gap-8 md:px-4 md:py-6">
        <A href="/" aria-label="Prikke, the overview" class="text-white md:px-3">
          <Logo />
        </A>
        <nav
          aria-label="Main"
          class="flex gap-1 max-md:fixed max-md:inset-x-0 max-md:bottom-0 max-md:z-20 max-md:justify-around max-md:border-t max-md:border-slate-800 max-md:bg-rail max-md:p-1 md:flex-col"
        >
          <For each={rooms}>
            {room => (
              <A
                href={room.href}
                activeClass="bg-slate-800 text-white"
                inactiveClass="hover:bg-slate-800/60 hover:text-white"
                class="flex min-h-11 items-center gap-3 rounded-lg px-3 text-sm font-medium max-md:min-h-12 max-md:flex-1 max-md:justify-center"
              >
                <Dynamic component={room.icon} class="size-4" />
                {room.label}
              </A>
            )}
          </For>
        </nav>
        <div class="flex min-w-0 flex-col gap-1 text-sm md:mt-auto md:px-3">
          <OrganizationPicker
            organizations={session.organizations()}
            chosen={session.organization().slug}
            onChoose={session.enter}
            onMake={() => navigate('/organizations/new')}
          />
          <p class="truncate text-slate-400 max-md:hidden">{session.user().email}</p>
        </div>
      </div>
    </header>
  )
}

/** Says on every page that the organization is deleted, to whom it may be restored. */
function Deleted() {
  const session = useSession()
  const client = useQueryClient()
  const restore = async () => {
    const { id, slug } = session.organization()
    const restored = await attempt(api.restoreOrganization(id))
    if (restored === null) return
    await session.refresh(slug)
    await client.invalidateQueries()
  }
  return (
    <Show when={session.organization().goneAt}>
      {goneAt => (
        <DeletedNotice
          name={session.organization().name}
          goneAt={goneAt()}
          {...(session.may('delete_organization') ? { onRestore: restore } : {})}
        />
      )}
    </Show>
  )
}

function Broken(props: { onRetry: () => void }) {
  return (
    <div role="alert" class="card flex flex-col items-start gap-4 p-6">
      <h1 class="text-2xl font-semibold">Something broke here</h1>
      <p>This page ran into a fault of its own. Nothing you saved is lost.</p>
      <Button onClick={() => props.onRetry()}>Try again</Button>
    </div>
  )
}
