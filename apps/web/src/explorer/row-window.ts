import { type Accessor, createMemo, createSignal, onCleanup, onMount } from 'solid-js'

/** Rows beyond the edges, so that nothing blank is seen while scrolling. */
const beyond = 12
/** The edges move in steps: a row is not put in and taken out for each pixel. */
const step = 8

/**
 * Which rows of equal height lie within the window, for a list that is as long as its page. Only
 * those are in the document: ten thousand rows cost what fifty do.
 */
export function createRowWindow(options: {
  count: Accessor<number>
  /** Height of a row with the gap below it, in px. */
  pitch: Accessor<number>
}) {
  let list: HTMLElement | undefined
  const [range, setRange] = createSignal<readonly [number, number]>([0, 40], {
    equals: ([a, b], [c, d]) => a === c && b === d,
  })
  let asked = 0
  const look = () => {
    asked = 0
    if (list === undefined) return
    const above = -list.getBoundingClientRect().top
    const first = Math.floor(above / options.pitch()) - beyond
    const last = Math.ceil((above + innerHeight) / options.pitch()) + beyond
    setRange([Math.floor(first / step) * step, Math.ceil(last / step) * step])
  }
  const lookSoon = () => {
    if (asked === 0) asked = requestAnimationFrame(look)
  }
  onMount(() => {
    addEventListener('scroll', lookSoon, { passive: true })
    addEventListener('resize', lookSoon)
  })
  onCleanup(() => {
    removeEventListener('scroll', lookSoon)
    removeEventListener('resize', lookSoon)
    cancelAnimationFrame(asked)
  })
  const within = (index: number) => Math.max(0, Math.min(index, options.count()))
  return {
    first: createMemo(() => within(range()[0])),
    /** The row after the last one. */
    end: createMemo(() => within(range()[1])),
    measure: (element: HTMLElement) => {
      list = element
      lookSoon()
    },
    look: lookSoon,
    /** Scrolls no further than it takes to see a row, clear of what sticks to the edges. */
    reveal: (index: number) => {
      if (list === undefined) return
      const top = list.getBoundingClientRect().top + index * options.pitch()
      const [least, most] = [140, innerHeight - options.pitch() - 120]
      if (top < least) scrollBy(0, top - least)
      else if (top > most) scrollBy(0, top - most)
      look()
    },
  }
}
