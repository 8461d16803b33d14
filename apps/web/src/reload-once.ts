const key = 'reloaded-at'
const apartMs = 30_000

/** After a deploy an open page may ask for parts that are gone: one reload gets the new ones. */
export function reloadOnce(): void {
  addEventListener('vite:preloadError', () => {
    if (Date.now() - readAt() < apartMs) return
    try {
      sessionStorage.setItem(key, String(Date.now()))
    } catch {
      // Without a memory it might go round for ever: then the page says what is wrong.
      return
    }
    location.reload()
  })
}

function readAt(): number {
  try {
    return Number(sessionStorage.getItem(key))
  } catch {
    return Date.now()
  }
}
