import Monitor from 'lucide-solid/icons/monitor'
import Moon from 'lucide-solid/icons/moon'
import Sun from 'lucide-solid/icons/sun'
import { For } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import type { Theme } from '../theme.ts'

const choices = [
  { theme: 'system', label: 'System', icon: Monitor },
  { theme: 'light', label: 'Light', icon: Sun },
  { theme: 'dark', label: 'Dark', icon: Moon },
] as const

/** Light, dark, or as the system has it. */
export function ThemePicker(props: { theme: Theme; onChoose: (theme: Theme) => void }) {
  return (
    <fieldset class="flex flex-wrap gap-2">
      <legend class="sr-only">Theme</legend>
      <For each={choices}>
        {choice => (
          <label class="flex min-h-11 items-center gap-2 rounded-lg border border-control px-4 text-sm has-checked:border-accent has-checked:bg-good-soft has-checked:text-accent has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent">
            <input
              type="radio"
              name="theme"
              class="sr-only"
              checked={props.theme === choice.theme}
              onChange={() => props.onChoose(choice.theme)}
            />
            <Dynamic component={choice.icon} class="size-4" />
            {choice.label}
          </label>
        )}
      </For>
    </fieldset>
  )
}
