import { escapeHtml, htmlPage } from './html-page.ts'
import type { Letter } from './letter.ts'
import type { Mail } from './mailer.ts'

/** A letter as text and as HTML. */
export function mailOfLetter(
  letter: Letter,
  appUrl: string,
): Pick<Mail, 'subject' | 'text' | 'html' | 'link'> {
  const { subject, action } = letter
  const link = action === null ? {} : { link: action.link }
  return { subject, ...link, text: textOf(letter, appUrl), html: htmlOf(letter, appUrl) }
}

function textOf({ opening, action, code, closing }: Letter, appUrl: string): string {
  const paragraphs = [
    opening,
    action?.link ?? '',
    code === null ? '' : `Or type this code where you asked for it: ${code}`,
    closing,
    `-- \nPrikke, ${appUrl}`,
  ]
  return `${paragraphs.filter(Boolean).join('\n\n')}\n`
}

function htmlOf({ opening, action, code, closing }: Letter, appUrl: string): string {
  const parts = [`<p>${escapeHtml(opening)}</p>`]
  if (action !== null) {
    parts.push(
      `<p><a href="${escapeHtml(action.link)}" style="display:inline-block;padding:12px 20px;border-radius:8px;background:#047857;color:#fff;font-weight:600;text-decoration:none">${escapeHtml(action.label)}</a></p>`,
    )
  }
  if (code !== null) {
    parts.push(
      `<p>Or type this code where you asked for it:</p><p style="font-size:26px;font-weight:600;letter-spacing:4px">${escapeHtml(code)}</p>`,
    )
  }
  parts.push(`<p>${escapeHtml(closing)}</p>`)
  return htmlPage(parts, appUrl)
}
