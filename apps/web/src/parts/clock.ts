import { createSignal } from 'solid-js'

const slowMs = 30_000
/** So near that seconds are shown, with what the slow clock may be behind. */
const nearMs = 60_000 + slowMs

const [now, setNow] = createSignal(Date.now())
const [slowNow, setSlowNow] = createSignal(Date.now())

function tick(): void {
  if (document.hidden) return
  const present = Date.now()
  setNow(present)
  if (present - slowNow() >= slowMs) setSlowNow(present)
}
setInterval(tick, 1_000)
document.addEventListener('visibilitychange', tick)

/** The present for an instant: told each second to what is near, each half minute to the rest. */
export const presentFor = (at: number): number =>
  Math.abs(at - slowNow()) < nearMs ? now() : slowNow()

/** The present in ms since 1970, told once a second to whoever shows it. */
export { now }
