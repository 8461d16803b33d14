import CalendarClock from 'lucide-solid/icons/calendar-clock'
import Gauge from 'lucide-solid/icons/gauge'
import ListChecks from 'lucide-solid/icons/list-checks'
import ServerCog from 'lucide-solid/icons/server-cog'
import SettingsIcon from 'lucide-solid/icons/settings'

export type Room = {
  href: string
  label: string
  icon: typeof SettingsIcon
  /** With `g` before it this key leads there. */
  key?: string
  /** Only its own address counts as being there, not those below. */
  exact?: boolean
  /** For who owns the instance. */
  operators?: boolean
}

/** Where the navigation leads, in its order; on a phone the first four, the others under More. */
export const rooms: readonly Room[] = [
  { href: '/', label: 'Overview', icon: Gauge, key: 'o', exact: true },
  { href: '/jobs', label: 'Jobs', icon: CalendarClock, key: 'j' },
  { href: '/executions', label: 'Executions', icon: ListChecks, key: 'e' },
  { href: '/settings', label: 'Settings', icon: SettingsIcon, key: 's' },
  { href: '/system', label: 'System', icon: ServerCog, operators: true },
]
