import { type FSWatcher, watch } from 'node:fs'
import { join } from 'node:path'
import { dashboardFolder } from './dashboard.ts'
import type { App, Supervisor } from './supervise.ts'

/** An editor writes a file in several steps. */
const settleMs = 150
const source = /(?<!\.test)\.ts$/

const leaveWithParent = encodeURIComponent(
  `setInterval(() => process.ppid === ${process.pid} || process.exit(), 1000).unref()`,
)

/** Builds the dashboard again at every change, beside the apps. */
export const dashboardWatcher: App = {
  name: 'web',
  args: [
    `--import=data:text/javascript,${leaveWithParent}`,
    'apps/web/node_modules/vite/bin/vite.js',
    'build',
    'apps/web',
    '--watch',
    '--no-emptyOutDir',
  ],
  env: process.env as Record<string, string>,
}

/**
 * Restarts an app when its sources change, every app when a package does, and the api, which holds
 * the dashboard in memory, when that was built again.
 */
export function watchSources(root: string, names: string[], { restart }: Supervisor): Disposable {
  const pending = new Map<string, NodeJS.Timeout>()
  const changed = (name: string) => {
    clearTimeout(pending.get(name))
    pending.set(name, setTimeout(restart, settleMs, name))
  }
  const onChange = (folder: string, matters: RegExp, affected: string[]): FSWatcher =>
    watch(join(root, folder), { recursive: true }, (_, file) => {
      if (file !== null && matters.test(file)) affected.forEach(changed)
    })
  const watchers = [
    ...names.map(name => onChange(`apps/${name}/src`, source, [name])),
    onChange('packages', source, names),
    onChange(dashboardFolder, /^index\.html$/, ['api']),
  ]
  return {
    [Symbol.dispose]: () => {
      for (const watcher of watchers) watcher.close()
      for (const timer of pending.values()) clearTimeout(timer)
    },
  }
}
