import type { FaultLog } from './fault-log.ts'

const beatMs = 100
/** Shorter ones do not matter: no target has less than a second to answer. */
const worthNotingMs = 300

/** Notes when this process stands still; the answer ends it. */
export function watchStandstills({ standstills }: FaultLog): () => void {
  let beatAt = Date.now()
  const timer = setInterval(() => {
    const now = Date.now()
    if (now - beatAt > worthNotingMs) standstills.push({ from: beatAt, to: now })
    beatAt = now
  }, beatMs)
  return () => clearInterval(timer)
}
