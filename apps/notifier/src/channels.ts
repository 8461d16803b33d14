import type { Sender } from '@prikke/outbound'
import type { Channels } from './channel.ts'
import { discord } from './channels/discord.ts'
import { email } from './channels/email.ts'
import { slack } from './channels/slack.ts'
import { webhook } from './channels/webhook.ts'
import type { Mailer } from './mailer.ts'
import { createPost } from './post.ts'

/** Every way to tell somebody. `appUrl` is an origin. */
export function createChannels(options: {
  sender: Sender
  mailer: Mailer
  appUrl: string
  version: string
}): Channels {
  const { sender, mailer, appUrl, version } = options
  const post = createPost(sender, version)
  return {
    email: email(mailer, appUrl),
    slack: slack(post, appUrl),
    discord: discord(post, appUrl),
    webhook: webhook(post, appUrl),
  }
}
