import { type Accessor, createSignal, onCleanup } from 'solid-js'

/** How wide an element is now, in pixels; hand `measure` to its `ref`. */
export function createMeasuredWidth(): [Accessor<number>, (element: Element) => void] {
  const [width, setWidth] = createSignal(0)
  const measure = (element: Element) => {
    const observer = new ResizeObserver(([entry]) =>
      setWidth(Math.floor(entry?.contentRect.width ?? 0)),
    )
    observer.observe(element)
    onCleanup(() => observer.disconnect())
  }
  return [width, measure]
}
