import { useNavigate } from '@solidjs/router'
import { useQueryClient } from '@tanstack/solid-query'
import { api } from './api.ts'
import { rememberAddress } from './remembered-address.ts'
import { rememberedInvite } from './remembered-invite.ts'
import { refreshSession } from './session.tsx'
import { isWelcomeSkipped } from './welcome-skipped.ts'

/**
 * What comes after signing in, however that was: an invite that waits for it, the page that was asked
 * for, or the dashboard.
 */
export function createArrival(): (next?: string) => Promise<void> {
  const navigate = useNavigate()
  const client = useQueryClient()
  return async next => {
    client.removeQueries({ queryKey: ['instance'] })
    await refreshSession(client)
    rememberAddress(null)
    const isInvited = rememberedInvite() !== null
    navigate(isInvited ? '/invite' : (ownPath(next) ?? (await home())), { replace: true })
  }
}

/** The dashboard; while no job has ever run well, the way to a first one that does. */
async function home(): Promise<string> {
  if (isWelcomeSkipped()) return '/'
  try {
    const { data } = await api.succeedingJob()
    return data.length > 0 ? '/' : '/welcome'
  } catch {
    return '/'
  }
}

/** Where to go on; only ever a page of this dashboard. */
function ownPath(next: string | undefined): string | undefined {
  return next !== undefined && /^\/(?![/\\])/.test(next) ? next : undefined
}
