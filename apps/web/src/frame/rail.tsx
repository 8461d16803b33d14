import { A } from '@solidjs/router'
import Ellipsis from 'lucide-solid/icons/ellipsis'
import PanelLeft from 'lucide-solid/icons/panel-left'
import { For } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { Logo } from '../parts/logo.tsx'
import { type BarItem, BarMenu } from './bar-menu.tsx'
import type { Room } from './rooms.ts'

const inBar = 4
const place =
  'flex min-h-11 items-center gap-3 rounded-lg px-3 text-sm font-medium max-md:min-h-12 max-md:min-w-0 max-md:flex-1 max-md:flex-col max-md:justify-center max-md:gap-1 max-md:px-1 max-md:text-xs'

/** The navigation: a rail at the left, a bar below on a narrow screen. */
export function Rail(props: {
  rooms: readonly Room[]
  /** Only icons, where there is a rail. */
  folded: boolean
  onFold: () => void
  /** What a narrow screen has under More, besides the rooms that do not fit. */
  more: readonly BarItem[]
}) {
  const word = () => (props.folded ? 'md:sr-only' : 'truncate')
  return (
    <div class="bg-rail text-slate-300 max-md:fixed max-md:inset-x-0 max-md:bottom-0 max-md:z-20 max-md:border-t max-md:border-slate-800 md:border-r md:border-slate-800">
      <div class="flex md:sticky md:top-0 md:h-dvh md:flex-col md:gap-6 md:p-3">
        <A
          href="/"
          aria-label="Prikke, home"
          class="flex h-8 items-center text-white max-md:hidden"
          classList={{ 'px-3': !props.folded, 'justify-center': props.folded }}
        >
          <Logo bare={props.folded} />
        </A>
        <nav aria-label="Main" class="flex gap-1 max-md:w-full max-md:p-1 md:flex-col">
          <For each={props.rooms}>
            {(room, index) => (
              <A
                href={room.href}
                end={room.exact ?? false}
                title={props.folded ? room.label : undefined}
                activeClass="bg-slate-800 text-white"
                inactiveClass="hover:bg-slate-800/60 hover:text-white"
                class={`${place} ${index() < inBar ? '' : 'max-md:hidden'}`}
              >
                <Dynamic component={room.icon} class="size-4 shrink-0" />
                <span class={word()}>{room.label}</span>
              </A>
            )}
          </For>
          <BarMenu
            label="More"
            class="flex-1 md:hidden"
            trigger={`${place} w-full hover:text-white`}
            opens="up"
            items={[...props.rooms.slice(inBar).map(asItem), ...props.more]}
          >
            <Ellipsis class="size-4" />
            More
          </BarMenu>
        </nav>
        <button
          type="button"
          aria-label={props.folded ? 'Unfold the navigation' : 'Fold the navigation'}
          aria-keyshortcuts="["
          class={`${place} mt-auto text-slate-400 hover:bg-slate-800/60 hover:text-white max-md:hidden`}
          onClick={() => props.onFold()}
        >
          <PanelLeft class="size-4 shrink-0" />
          <span class={word()} aria-hidden="true">
            Fold
          </span>
        </button>
      </div>
    </div>
  )
}

const asItem = ({ href, label, icon }: Room): BarItem => ({
  href,
  label,
  icon: icon as BarItem['icon'],
})
