import { createSignal } from 'solid-js'

const apartMs = 10_000
const [announcement, setAnnouncement] = createSignal('')
let saidAt = Number.NEGATIVE_INFINITY
let waiting: ReturnType<typeof setTimeout> | undefined

/** Tells a screen reader what became of what is shown, at most every 10 s: of several the newest. */
export function announce(text: string): void {
  clearTimeout(waiting)
  const say = () => {
    saidAt = performance.now()
    setAnnouncement(text)
  }
  waiting = setTimeout(say, Math.max(0, saidAt + apartMs - performance.now()))
}

export { announcement }
