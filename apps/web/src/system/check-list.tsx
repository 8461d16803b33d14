import type { SystemCheck } from '@prikke/contract'
import { For, Show } from 'solid-js'
import { checkTitle } from '../words/check-title.ts'
import { LevelBadge } from './level-badge.tsx'

/** What was looked at and what was found: what needs somebody on top, the rest in a few words. */
export function CheckList(props: { checks: readonly SystemCheck[] }) {
  const open = () => props.checks.filter(({ level }) => level !== 'ok')
  const fine = () => props.checks.filter(({ level }) => level === 'ok')
  return (
    <div class="flex flex-col gap-5 text-sm">
      <Show when={open().length > 0}>
        <ul class="flex flex-col gap-2">
          <For each={open()}>
            {check => (
              <li
                class="flex items-start gap-3 rounded-lg p-3 max-sm:flex-col max-sm:gap-2"
                classList={{
                  'bg-bad-soft': check.level === 'bad',
                  'bg-warn-soft': check.level === 'warn',
                }}
              >
                <span class="sm:w-28 sm:shrink-0">
                  <LevelBadge level={check.level} />
                </span>
                <p class="min-w-0 wrap-anywhere">
                  <strong class="font-medium">{checkTitle(check.name)}.</strong> {check.says}
                </p>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <Show when={fine().length > 0}>
        <ul class="grid gap-x-8 gap-y-3 lg:grid-cols-2">
          <For each={fine()}>
            {check => (
              <li class="flex items-start gap-3">
                <span class="w-20 shrink-0">
                  <LevelBadge level="ok" />
                </span>
                <p class="min-w-0 pt-0.5 wrap-anywhere">
                  <span class="font-medium">{checkTitle(check.name)}.</span>{' '}
                  <span class="text-muted">{check.says}</span>
                </p>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </div>
  )
}
