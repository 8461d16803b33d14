import { remembered } from './remembered.ts'

/** A filter and order of a list, under a name of somebody's own. */
export type SavedView = { name: string; search: string }

/** Views of a list that this browser keeps, for one organization. */
export function createSavedViews(organizationId: string) {
  const [stored, store] = remembered(`views:${organizationId}`)
  const views = () => readViews(stored())
  const write = (next: readonly SavedView[]) => store(JSON.stringify(next))
  return {
    views,
    /** In place of one of the same name. */
    save: (view: SavedView) => write([...views().filter(({ name }) => name !== view.name), view]),
    remove: (name: string) => write(views().filter(each => each.name !== name)),
  }
}

/** What was stored, or nothing when it cannot be read: others may write there too. */
function readViews(text: string | null): SavedView[] {
  try {
    const found: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(found) ? found.filter(isView) : []
  } catch {
    return []
  }
}

const isView = (value: unknown): value is SavedView =>
  typeof value === 'object' &&
  value !== null &&
  'name' in value &&
  'search' in value &&
  typeof value.name === 'string' &&
  typeof value.search === 'string'
