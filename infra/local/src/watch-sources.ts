import { type FSWatcher, watch } from 'node:fs'
import { join } from 'node:path'
import type { App, Supervisor } from './supervise.ts'

/** An editor writes a file in several steps. */
const settleMs = 150

/** Builds the dashboard again at every change, beside the apps. */
export const dashboardWatcher: App = {
  name: 'web',
  args: ['apps/web/node_modules/vite/bin/vite.js', 'build', 'apps/web', '--watch'],
  env: process.env as Record<string, string>,
}

/** Restarts an app when its sources change, and every app when a package does. */
export function watchSources(root: string, names: string[], { restart }: Supervisor): Disposable {
  const pending = new Map<string, NodeJS.Timeout>()
  const changed = (name: string) => {
    clearTimeout(pending.get(name))
    pending.set(name, setTimeout(restart, settleMs, name))
  }
  const onChange = (folder: string, affected: string[]): FSWatcher =>
    watch(join(root, folder), { recursive: true }, (_, file) => {
      if (file?.endsWith('.ts') && !file.endsWith('.test.ts')) affected.forEach(changed)
    })
  const watchers = names.map(name => onChange(`apps/${name}/src`, [name]))
  watchers.push(onChange('packages', names))
  return {
    [Symbol.dispose]: () => {
      for (const watcher of watchers) watcher.close()
      for (const timer of pending.values()) clearTimeout(timer)
    },
  }
}
