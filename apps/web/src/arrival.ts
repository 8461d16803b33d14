import { useNavigate } from '@solidjs/router'
import { useQueryClient } from '@tanstack/solid-query'
import { rememberedInvite } from './remembered-invite.ts'
import { refreshSession } from './session.tsx'

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
    navigate(rememberedInvite() === null ? ownPath(next) : '/invite', { replace: true })
  }
}

/** Where to go on; only ever a page of this dashboard. */
function ownPath(next: string | undefined): string {
  return next !== undefined && /^\/(?![/\\])/.test(next) ? next : '/'
}
