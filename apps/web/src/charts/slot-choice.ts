import { type Accessor, createSignal } from 'solid-js'

/** The slots that are looked at or drawn over, the first and the last of them. */
export type Range = readonly [first: number, last: number]

/**
 * Choosing slots of a chart by pointer or by keys: one, or with a drag or Shift a range.
 * @param onPick told once the choice is made; left out where nothing can be picked.
 */
export function createSlotChoice(
  count: Accessor<number>,
  onPick: Accessor<((range: Range) => void) | undefined>,
) {
  const [at, setAt] = createSignal<number | null>(null)
  const [anchor, setAnchor] = createSignal<number | null>(null)
  const range = (): Range | null => {
    const here = at()
    if (here === null || here >= count()) return null
    const other = Math.min(anchor() ?? here, count() - 1)
    return [Math.min(here, other), Math.max(here, other)]
  }
  const pick = () => {
    const chosen = range()
    setAnchor(null)
    if (chosen !== null) onPick()?.(chosen)
  }
  const slotUnder = (event: PointerEvent & { currentTarget: Element }) => {
    const box = event.currentTarget.getBoundingClientRect()
    const share = (event.clientX - box.left) / Math.max(1, box.width)
    return Math.max(0, Math.min(count() - 1, Math.floor(share * count())))
  }
  const moves: Readonly<Record<string, (here: number) => number>> = {
    ArrowLeft: here => here - 1,
    ArrowDown: here => here - 1,
    ArrowRight: here => here + 1,
    ArrowUp: here => here + 1,
    PageUp: here => here - 12,
    PageDown: here => here + 12,
    Home: () => 0,
    End: () => count() - 1,
  }
  const press = (event: KeyboardEvent) => {
    const move = moves[event.key]
    if (move !== undefined) {
      const here = at() ?? count() - 1
      setAnchor(event.shiftKey ? (anchor() ?? here) : null)
      setAt(Math.max(0, Math.min(count() - 1, move(here))))
    } else if (event.key === 'Enter') pick()
    else if (event.key === 'Escape' && anchor() !== null) setAnchor(null)
    else return
    event.preventDefault()
  }
  return {
    range,
    /** What to spread onto the element that is as wide as all slots together. */
    handlers: {
      onFocus: () => setAt(before => before ?? count() - 1),
      onBlur: () => [setAt(null), setAnchor(null)],
      onKeyDown: press,
      onPointerMove: (event: PointerEvent & { currentTarget: Element }) => setAt(slotUnder(event)),
      onPointerLeave: () => anchor() ?? setAt(null),
      onPointerDown: (event: PointerEvent & { currentTarget: Element }) => {
        if (event.button !== 0) return
        setAnchor(slotUnder(event))
        setAt(slotUnder(event))
        event.currentTarget.setPointerCapture(event.pointerId)
      },
      onPointerUp: () => anchor() !== null && pick(),
      onPointerCancel: () => [setAt(null), setAnchor(null)],
    },
  }
}
