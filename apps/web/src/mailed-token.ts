import { useLocation } from '@solidjs/router'

/** The token of a mailed link: after the #, which no server sees; null when there is none. */
export function createMailedToken(): () => string | null {
  const location = useLocation()
  return () => {
    const parts = [location.hash.replace(/^#/, ''), location.search]
    const found = parts.map(part => new URLSearchParams(part).get('token'))
    return found.find(token => token !== null && token !== '') ?? null
  }
}
