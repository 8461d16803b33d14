import { createSignal } from 'solid-js'

const [now, setNow] = createSignal(Date.now())
setInterval(() => document.hidden || setNow(Date.now()), 1_000)

/** The present in ms since 1970, told once a second to whoever shows it. */
export { now }
