import { type RouteSectionProps, useNavigate } from '@solidjs/router'
import { useQuery, useQueryClient } from '@tanstack/solid-query'
import { createEffect, createSignal, lazy, onCleanup, onMount, Show } from 'solid-js'
import { announcement } from './announce.ts'
import { api } from './api.ts'
import { Broken } from './frame/broken.tsx'
import { choiceCommands, docs, themeItems, userItems } from './frame/choices.ts'
import { LostBar } from './frame/lost-bar.tsx'
import { Rail } from './frame/rail.tsx'
import { rooms } from './frame/rooms.ts'
import { TopBar } from './frame/top-bar.tsx'
import { useCommands } from './keyboard/commands.ts'
import { bindGlobalKeys } from './keyboard/global-keys.ts'
import { createLive } from './live.ts'
import { DeletedNotice } from './parts/deleted-notice.tsx'
import { remembered } from './remembered.ts'
import { SignedIn, useSession } from './session.tsx'
import { theme } from './theme.ts'
import { showTrouble } from './title.ts'
import { attempt } from './toasts.tsx'

const loadPalette = () => import('./palette/palette.tsx')
const loadHelp = () => import('./keyboard/help-sheet.tsx')
const loadCard = () => import('./frame/instant-card.tsx')
const Palette = lazy(async () => ({ default: (await loadPalette()).Palette }))
const HelpSheet = lazy(async () => ({ default: (await loadHelp()).HelpSheet }))
const InstantCard = lazy(async () => ({ default: (await loadCard()).InstantCard }))

/** Once the page stands: what is a key press away must be there at once. */
const idleMs = 1_500
const [rail, storeRail] = remembered('rail')

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
  const navigate = useNavigate()
  const [open, setOpen] = createSignal<'palette' | 'help' | null>(null)
  const lost = createLive(() => session.organization().slug)
  createTrouble()

  const isFolded = () => rail() === 'folded'
  const fold = () => storeRail(isFolded() ? null : 'folded')
  const own = () => rooms.filter(room => !room.operators || session.user().isOperator)
  const isDeleted = () => session.organization().deletedAt !== null
  const toggle = (what: 'palette' | 'help') => setOpen(now => (now === what ? null : what))
  // A dialog tells that it is shut a moment later: another may be open by then.
  const shut = (what: 'palette' | 'help') => setOpen(now => (now === what ? null : now))
  const newJob = () => isDeleted() || navigate('/jobs/new')
  const signOut = () => void attempt(session.signOut())
  const help = () => toggle('help')
  const user = () => userItems({ email: session.user().email, help, signOut })

  bindGlobalKeys({
    rooms: own(),
    go: navigate,
    palette: () => toggle('palette'),
    help,
    fold,
    newJob,
  })
  useCommands(() =>
    isDeleted()
      ? []
      : [
          { label: 'New job', hint: 'c', run: newJob },
          { label: 'Import jobs', run: () => navigate('/jobs/import') },
        ],
  )
  const actions = () => [
    ...choiceCommands(),
    { label: 'Keyboard shortcuts', hint: '?', run: help },
    { label: 'Sign out', run: signOut },
  ]
  const places = () => [
    ...own().map(({ href, label, key }) => ({
      label,
      hint: key === undefined ? undefined : `g ${key}`,
      run: () => navigate(href),
    })),
    ...session
      .organizations()
      .filter(({ slug }) => slug !== session.organization().slug)
      .map(({ name, slug }) => ({ label: `Organization ${name}`, run: () => session.enter(slug) })),
  ]
  onMount(() => {
    const timer = setTimeout(() => {
      void Promise.all([loadPalette(), loadHelp()]).catch(() => {})
    }, idleMs)
    onCleanup(() => clearTimeout(timer))
  })

  return (
    <div
      class={`min-h-dvh md:grid ${isFolded() ? 'md:grid-cols-[4rem_minmax(0,1fr)]' : 'md:grid-cols-[15rem_minmax(0,1fr)]'}`}
    >
      <a
        href="#main"
        class="sr-only rounded-lg bg-fill px-4 py-3 text-on-fill focus:not-sr-only focus:fixed focus:top-3 focus:left-3 focus:z-40"
      >
        Skip to the content
      </a>
      <Rail rooms={own()} folded={isFolded()} onFold={fold} more={[...themeItems(), ...user()]} />
      <div class="flex min-w-0 flex-col">
        <TopBar
          organizations={session.organizations()}
          organization={session.organization()}
          onChoose={session.enter}
          onMake={() => navigate('/organizations/new')}
          onSearch={() => setOpen('palette')}
          theme={theme()}
          themes={themeItems()}
          user={user()}
        >
          <LostBar retryAt={lost()} />
        </TopBar>
        <main
          id="main"
          tabindex="-1"
          class="mx-auto flex w-full max-w-6xl flex-col gap-6 px-4 pt-6 pb-28 outline-none md:px-8 md:pt-8 md:pb-16"
        >
          <Deleted />
          <Broken at={props.location.pathname}>{props.children}</Broken>
        </main>
      </div>
      <p role="status" class="sr-only">
        {announcement()}
      </p>
      <InstantCard />
      <Show when={open() === 'palette'}>
        <Palette
          places={places()}
          actions={actions()}
          docs={docs}
          onSearch={async text => (await api.findJobs(text)).data}
          onOpen={navigate}
          onClose={() => shut('palette')}
        />
      </Show>
      <Show when={open() === 'help'}>
        <HelpSheet onClose={() => shut('help')} />
      </Show>
    </div>
  )
}

/** Has title and icon tell whether any job is failing. */
function createTrouble(): void {
  const failing = useQuery(() => ({ queryKey: ['trouble'], queryFn: api.failingJob }))
  createEffect(() => showTrouble(failing.isSuccess && failing.data.data.length > 0))
  onCleanup(() => showTrouble(false))
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
