import type { FaultLog } from './fault-log.ts'

const beatMs = 100
/** Shorter ones are of no consequence: no target's deadline is below a second. */
const worthNotingMs = 300

/**
 * Notes when the harness itself stood still: its targets answered nobody then, and its proxies
 * passed nothing on. Returns what stops it.
 */
export function watchOwnLateness({ spans }: FaultLog): () => void {
  let beatAt = Date.now()
  const timer = setInterval(() => {
    const now = Date.now()
    const lateMs = now - beatAt - beatMs
    if (lateMs > worthNotingMs) {
      spans.push({ kind: 'harness-late', slot: null, pid: null, from: beatAt, to: now })
    }
    beatAt = now
  }, beatMs)
  return () => clearInterval(timer)
}
