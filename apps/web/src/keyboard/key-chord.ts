/** What a key press is called in a binding: `?`, `X`, `Enter`, with Ctrl or Cmd `mod+k`. */
export function chordOf(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>,
): string {
  if (event.altKey) return ''
  return event.ctrlKey || event.metaKey ? `mod+${event.key.toLowerCase()}` : event.key
}

/** Keys as they are shown, one after the other: `g j` is two, `mod+k` is Ctrl K, or ⌘ K on a Mac. */
export function keyCaps(
  keys: string,
  isMac = /Mac|iPhone|iPad/.test(navigator.platform),
): string[] {
  return keys.split(' ').flatMap(key => {
    const [first, last] = key.startsWith('mod+') ? ['mod', key.slice(4)] : [null, key]
    if (first !== null)
      return [isMac ? '⌘' : 'Ctrl', named(last.length === 1 ? last.toUpperCase() : last)]
    return /^[A-Z]$/.test(last) ? ['Shift', last.toLowerCase()] : [named(last)]
  })
}

const names: Readonly<Record<string, string>> = { escape: 'Esc', arrowdown: '↓', arrowup: '↑' }

function named(key: string): string {
  const name = names[key.toLowerCase()]
  if (name !== undefined) return name
  return key.length > 1 ? key.charAt(0).toUpperCase() + key.slice(1) : key
}
