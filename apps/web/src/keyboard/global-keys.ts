import { onKey } from './on-key.ts'

type Room = { href: string; label: string; key?: string }

/** The keys that work on every page. */
export function bindGlobalKeys(to: {
  rooms: readonly Room[]
  go: (href: string) => void
  palette: () => void
  help: () => void
  fold: () => void
  newJob: () => void
}): void {
  onKey('mod+k', 'Search and commands', to.palette, 'Everywhere')
  onKey('?', 'Keyboard shortcuts', to.help, 'Everywhere')
  onKey('c', 'New job', to.newJob, 'Everywhere')
  onKey('/', 'Search this page', () => focusOn('main input[type=search]'), 'Everywhere')
  onKey('f', 'Filter', () => focusOn('main [data-filter] :is(button, select, input)'), 'Everywhere')
  for (const { href, label, key } of to.rooms) {
    if (key !== undefined) onKey(`g ${key}`, `Go to ${label}`, () => to.go(href), 'Everywhere')
  }
  onKey('[', 'Fold the navigation', to.fold, 'Everywhere')
}

const focusOn = (selector: string) => document.querySelector<HTMLElement>(selector)?.focus()
