import type { Organization } from '@prikke/contract'
import { A } from '@solidjs/router'
import CircleUser from 'lucide-solid/icons/circle-user'
import Monitor from 'lucide-solid/icons/monitor'
import Moon from 'lucide-solid/icons/moon'
import Plus from 'lucide-solid/icons/plus'
import Search from 'lucide-solid/icons/search'
import Sun from 'lucide-solid/icons/sun'
import { For, type JSX, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { keyCaps } from '../keyboard/key-chord.ts'
import { buttonClass } from '../parts/button.tsx'
import { Logo } from '../parts/logo.tsx'
import { OrganizationPicker } from '../parts/organization-picker.tsx'
import type { Theme } from '../theme.ts'
import { type BarItem, BarMenu } from './bar-menu.tsx'

const themeIcons = { system: Monitor, light: Sun, dark: Moon }
const icon = `${buttonClass('quiet')} px-2.5!`

/** Above every page: which organization, the way to everything, a new job, and oneself. */
export function TopBar(props: {
  organizations: readonly Organization[]
  organization: Organization
  onChoose: (slug: string) => void
  onMake: () => void
  onSearch: () => void
  theme: Theme
  themes: readonly BarItem[]
  user: readonly BarItem[]
  /** Hangs below it, over the room that a page leaves at its top. */
  children: JSX.Element
}) {
  return (
    <header class="sticky top-0 z-30 border-b border-line bg-canvas">
      <div class="flex h-14 items-center gap-2 px-4 md:px-8">
        <A href="/" aria-label="Prikke, home" class="shrink-0 py-3 md:hidden">
          <Logo bare />
        </A>
        <div class="min-w-0 max-md:flex-1 md:w-52">
          <OrganizationPicker
            organizations={props.organizations}
            chosen={props.organization.slug}
            onChoose={props.onChoose}
            onMake={props.onMake}
          />
        </div>
        <button
          type="button"
          aria-keyshortcuts="Control+K Meta+K"
          class="flex min-h-11 items-center gap-2 rounded-lg border border-transparent px-2.5 text-sm text-muted hover:bg-sunken md:min-h-10 whitespace-nowrap md:w-72 md:border-control md:bg-surface md:px-3"
          onClick={() => props.onSearch()}
        >
          <Search class="size-4 shrink-0" />
          <span class="flex-1 text-left max-md:sr-only">Search and commands</span>
          <span class="flex gap-1 max-md:hidden" aria-hidden="true">
            <For each={keyCaps('mod+k')}>{cap => <kbd class="kbd">{cap}</kbd>}</For>
          </span>
        </button>
        <div class="flex items-center gap-2 md:ml-auto">
          <Show when={props.organization.deletedAt === null}>
            <A href="/jobs/new" aria-label="New job" class={`${buttonClass()} max-md:px-2.5!`}>
              <Plus class="size-4" />
              <span class="max-md:hidden">New job</span>
            </A>
          </Show>
          <BarMenu label="Theme" class="max-md:hidden" trigger={icon} items={props.themes}>
            <Dynamic component={themeIcons[props.theme]} class="size-4" />
          </BarMenu>
          <BarMenu label="You" class="max-md:hidden" trigger={icon} items={props.user}>
            <CircleUser class="size-4" />
          </BarMenu>
        </div>
      </div>
      <div class="absolute inset-x-0 top-full">{props.children}</div>
    </header>
  )
}
