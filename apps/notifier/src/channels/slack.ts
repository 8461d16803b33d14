import type { Channel } from '../channel.ts'
import { type Message, messageOf } from '../message.ts'
import type { Post } from '../post.ts'

/** Posts Block Kit to a Slack incoming webhook. */
export function slack(post: Post, appUrl: string): Channel {
  return (alert, abort) =>
    post(alert, JSON.stringify(slackPayload(messageOf(alert, appUrl))), abort)
}

/** Words from outside stand in plain_text only, where no mention and no link comes to life. */
function slackPayload({ sentence, facts, excerpt, link }: Message) {
  const fields = facts.map(({ label, value }) => plain(`${label}: ${value}`))
  return {
    text: escapeSlack(sentence),
    blocks: [
      { type: 'section', text: plain(sentence) },
      ...(fields.length > 0 ? [{ type: 'section', fields }] : []),
      ...(excerpt === null ? [] : [{ type: 'section', text: plain(excerpt) }]),
      ...(link === null ? [] : [{ type: 'section', text: linkTo(link) }]),
    ],
  }
}

const plain = (text: string) => ({ type: 'plain_text', text: escapeSlack(text), emoji: false })
const linkTo = (url: string) => ({ type: 'mrkdwn', text: `<${url}|Open the execution>` })

/** The three characters that Slack itself reads, in plain_text and mrkdwn alike. */
function escapeSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
