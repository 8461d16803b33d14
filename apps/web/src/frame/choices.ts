import BookOpen from 'lucide-solid/icons/book-open'
import Keyboard from 'lucide-solid/icons/keyboard'
import LogOut from 'lucide-solid/icons/log-out'
import Monitor from 'lucide-solid/icons/monitor'
import Moon from 'lucide-solid/icons/moon'
import SettingsIcon from 'lucide-solid/icons/settings'
import Sun from 'lucide-solid/icons/sun'
import type { Command } from '../keyboard/commands.ts'
import { chooseTheme, theme } from '../theme.ts'
import { showZone, zoneShown } from '../times.ts'
import type { BarItem } from './bar-menu.tsx'

type Choice = BarItem & { run: () => void }

const reference = '/docs/api'

export const docs: readonly Command[] = [
  { label: 'API reference', run: () => location.assign(reference) },
]

export const themeItems = (): Choice[] =>
  (
    [
      ['system', 'System', Monitor],
      ['light', 'Light', Sun],
      ['dark', 'Dark', Moon],
    ] as const
  ).map(([choice, label, icon], index) => ({
    label,
    icon,
    chosen: theme() === choice,
    run: () => chooseTheme(choice),
    ...(index === 0 ? { group: 'Theme' } : {}),
  }))

const zoneItems = (): Choice[] =>
  (
    [
      ['viewer', 'Your time zone'],
      ['job', 'The job’s time zone'],
      ['utc', 'UTC'],
    ] as const
  ).map(([choice, label], index) => ({
    label,
    chosen: zoneShown() === choice,
    run: () => showZone(choice),
    ...(index === 0 ? { group: 'Times are shown in' } : {}),
  }))

/** The same choices for the palette, each named whole. */
export const choiceCommands = (): Command[] => [
  ...themeItems().map(({ label, run }) => ({ label: `Theme: ${label.toLowerCase()}`, run })),
  ...zoneItems().map(({ label, run }) => ({ label: `Show times in: ${label}`, run })),
]

/** What the menu of the person who is signed in has. */
export const userItems = (of: {
  email: string
  help: () => void
  signOut: () => void
}): BarItem[] => [
  ...zoneItems(),
  { label: 'Settings', icon: SettingsIcon, href: '/settings', group: of.email },
  { label: 'Keyboard shortcuts', icon: Keyboard, run: of.help },
  { label: 'API reference', icon: BookOpen, href: reference, external: true },
  { label: 'Sign out', icon: LogOut, run: of.signOut },
]
