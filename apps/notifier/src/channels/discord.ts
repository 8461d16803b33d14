import type { Channel } from '../channel.ts'
import { type Message, messageOf } from '../message.ts'
import type { Post } from '../post.ts'

const colours: Record<Message['heading'], number> = {
  'Job failed': 0xc0392b,
  'Job recovered': 0x2e8b57,
  Test: 0x5b6b7b,
}

/** Posts an embed to a Discord webhook. */
export function discord(post: Post, appUrl: string): Channel {
  return (alert, abort) =>
    post(alert, JSON.stringify(discordPayload(messageOf(alert, appUrl))), abort)
}

/** Nobody is mentioned, whatever the words say. */
function discordPayload({ heading, sentence, facts, excerpt, link }: Message) {
  const shown = excerpt === null ? facts : [...facts, { label: 'Answer', value: excerpt }]
  return {
    allowed_mentions: { parse: [] },
    embeds: [
      {
        title: heading,
        description: escapeMarkdown(sentence),
        color: colours[heading],
        ...(link === null ? {} : { url: link }),
        fields: shown.map(({ label, value }) => ({ name: label, value: escapeMarkdown(value) })),
      },
    ],
  }
}

/** A backslash keeps Discord from reading markdown, mentions, emoji names and links. */
function escapeMarkdown(text: string): string {
  return text.replace(/[\\*_~`|<>#()[\]@:+-]/g, '\\$&')
}
