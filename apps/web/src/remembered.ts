import { type Accessor, createSignal } from 'solid-js'

/** A choice of this browser that outlives a reload, where storage is allowed. */
export function remembered(key: string): [Accessor<string | null>, (value: string | null) => void] {
  const [value, setValue] = createSignal(read(key))
  const choose = (next: string | null) => {
    setValue(next)
    try {
      if (next === null) localStorage.removeItem(key)
      else localStorage.setItem(key, next)
    } catch {
      // Storage may be forbidden; then the choice lasts until the page is left.
    }
  }
  return [value, choose]
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}
