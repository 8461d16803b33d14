import type { SystemSettings } from '@prikke/contract'

type Node = SystemSettings['nodes'][number]
type Held = Pick<Node['settings'][number], 'value' | 'from'> & { apps: string[] }

/** Each variable with the processes that read it, and every value that it has among them. */
export function groupSettings(
  nodes: readonly Node[],
): { name: string; apps: string[]; values: Held[] }[] {
  const byName = new Map<string, Map<string, Held>>()
  for (const { app, settings } of nodes) {
    for (const { name, value, from } of settings) {
      const values = byName.get(name) ?? new Map<string, Held>()
      byName.set(name, values)
      const key = `${from} ${value}`
      const held = values.get(key) ?? { value, from, apps: [] }
      values.set(key, held)
      if (!held.apps.includes(app)) held.apps.push(app)
    }
  }
  return [...byName]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, found]) => {
      const values = [...found.values()]
      return { name, values, apps: [...new Set(values.flatMap(({ apps }) => apps))] }
    })
}
