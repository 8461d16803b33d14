import type { Channel } from '../channel.ts'
import { escapeHtml, htmlPage } from '../html-page.ts'
import type { Mail, Mailer } from '../mailer.ts'
import { type Message, messageOf } from '../message.ts'
import { oneLine } from '../plain-text.ts'

const longestSubject = 160

/** Mails the alert as text and HTML; the Message-ID is the same on every try. */
export function email(mailer: Mailer, appUrl: string): Channel {
  return (alert, abort) => {
    const message = messageOf(alert, appUrl)
    const mail = {
      ...mailOf(message, appUrl),
      to: alert.target,
      messageId: `<${alert.id}@${new URL(appUrl).hostname}>`,
      date: alert.createdAt,
    }
    return mailer.send(mail, abort)
  }
}

function mailOf(message: Message, appUrl: string): Pick<Mail, 'subject' | 'text' | 'html'> {
  return {
    subject: oneLine(message.sentence, longestSubject),
    text: textOf(message, appUrl),
    html: htmlOf(message, appUrl),
  }
}

function textOf({ sentence, facts, excerpt, link }: Message, appUrl: string): string {
  const paragraphs = [
    sentence,
    facts.map(({ label, value }) => `${label}: ${value}`).join('\n'),
    excerpt === null ? '' : `The answer began:\n${excerpt.replace(/^/gm, '> ')}`,
    link ?? '',
    `-- \nPrikke, ${appUrl}`,
  ]
  return `${paragraphs.filter(Boolean).join('\n\n')}\n`
}

function htmlOf({ sentence, facts, excerpt, link }: Message, appUrl: string): string {
  const rows = facts.map(
    ({ label, value }) =>
      `<tr><td style="padding:2px 16px 2px 0;color:#555">${escapeHtml(label)}</td><td>${escapeHtml(value)}</td></tr>`,
  )
  const parts = [
    `<p style="font-size:17px;font-weight:600">${escapeHtml(sentence)}</p>`,
    rows.length === 0 ? '' : `<table style="border-collapse:collapse">${rows.join('')}</table>`,
    excerpt === null
      ? ''
      : `<p>The answer began:</p><pre style="background:#f3f3f3;padding:12px;white-space:pre-wrap">${escapeHtml(excerpt)}</pre>`,
    link === null ? '' : `<p><a href="${escapeHtml(link)}">Open the execution</a></p>`,
  ]
  return htmlPage(parts, appUrl)
}
