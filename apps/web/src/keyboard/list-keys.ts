import { onKey } from './on-key.ts'

type Options = {
  /** Called with the id of the row that has the focus. */
  onSelect?: (id: string) => void
  /** Called with both ends: where somebody selected last, and the row that has the focus. */
  onSelectRange?: (from: string, to: string) => void
  onClear?: () => void
}

/**
 * Keys for a list while it is mounted: `j` and `k` go from row to row, `x` and Shift `x` select,
 * Esc clears. Give the returned ref to the element around the rows; each row has `data-row`, its id,
 * and its first link takes the focus, so that Enter opens it.
 */
export function listKeys(options: Options = {}): (list: HTMLElement) => void {
  let list: HTMLElement | undefined
  let selectedLast: string | undefined
  const rows = () => [...(list?.querySelectorAll<HTMLElement>('[data-row]') ?? [])]
  const current = () => rows().find(row => row.contains(document.activeElement))

  const step = (by: 1 | -1) => {
    const all = rows()
    const now = current()
    const next = now === undefined ? all.at(by === 1 ? 0 : -1) : all[all.indexOf(now) + by]
    next?.querySelector('a')?.focus()
    next?.scrollIntoView({ block: 'nearest' })
  }
  const onRow = (act: (id: string) => void) => () => {
    const id = current()?.dataset.row
    if (id !== undefined) act(id)
  }

  onKey('j', 'Next row', () => step(1), 'Lists')
  onKey('k', 'Row before', () => step(-1), 'Lists')
  const { onSelect, onSelectRange, onClear } = options
  if (onSelect !== undefined) {
    const select = (id: string) => {
      selectedLast = id
      onSelect(id)
    }
    onKey('x', 'Select the row', onRow(select), 'Lists')
    const selectRange = (id: string) => onSelectRange?.(selectedLast ?? id, id)
    if (onSelectRange) onKey('X', 'Select up to the row', onRow(selectRange), 'Lists')
  }
  if (onClear !== undefined) onKey('Escape', 'Clear the selection', onClear, 'Lists')
  return element => {
    list = element
  }
}
