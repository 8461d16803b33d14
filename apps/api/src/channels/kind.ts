import type { Channel } from '@prikke/contract'

export type Kind = Channel['kind']

/** What a channel is called when nobody says. */
export const kindNames: Record<Kind, string> = {
  email: 'E-mail',
  slack: 'Slack',
  discord: 'Discord',
  webhook: 'Webhook',
}

/** The kind of channel a URL most likely leads to, when nobody says. */
export function kindOf(url: string): Kind {
  const { hostname, pathname } = new URL(url)
  if (hostname === 'hooks.slack.com') return 'slack'
  const isDiscord = /^(?:\w+\.)?discord(?:app)?\.com$/.test(hostname)
  return isDiscord && pathname.startsWith('/api/webhooks') ? 'discord' : 'webhook'
}
