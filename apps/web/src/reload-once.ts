const key = 'reloaded-at'
const apartMs = 30_000
const answerWithinMs = 5_000

/**
 * After a deploy an open page may ask for parts that are gone: one reload gets the new ones. Not
 * where nobody answers: a reload would put the browser's own error in the place of the dashboard.
 * @returns whether the page is being loaded anew.
 */
export async function reloadOnce(): Promise<boolean> {
  if (Date.now() - readAt() < apartMs || !(await isServed())) return false
  try {
    sessionStorage.setItem(key, String(Date.now()))
  } catch {
    // Without a memory it might go round for ever: then the page says what is wrong.
    return false
  }
  location.reload()
  return true
}

const isServed = () =>
  fetch('/', {
    method: 'HEAD',
    cache: 'no-store',
    signal: AbortSignal.timeout(answerWithinMs),
  }).then(
    ({ ok }) => ok,
    () => false,
  )

function readAt(): number {
  try {
    return Number(sessionStorage.getItem(key))
  } catch {
    return Date.now()
  }
}
