import { isIP } from 'node:net'
import type { Log } from '@prikke/service'
import { createTransport } from 'nodemailer'
import { type Answer, judgeAcceptance, judgeMailError, type MailError } from './outcome.ts'

export type Mail = {
  to: string
  subject: string
  text: string
  html: string
  /** Where its one link leads, for the log of who has no relay. */
  link?: string
  messageId: string
  date: Date
}

/** Hands mail to whoever carries it on. */
export type Mailer = {
  send: (mail: Mail, abort: AbortSignal) => Promise<Answer>
  close: () => void
}

/** With the wait for a free connection; well within the lease of an alert. */
const timeoutMs = 60_000
const connectMs = 10_000
const silenceMs = 30_000

/** Sends through the relay at `url`; a few connections are kept and shared. */
export function smtpMailer(url: string, from: string, log: Log): Mailer {
  const transport = createTransport({
    url,
    pool: true,
    maxRequeues: 1,
    connectionTimeout: connectMs,
    greetingTimeout: connectMs,
    dnsTimeout: connectMs,
    socketTimeout: silenceMs,
    // A relay on this machine has no certificate that names it, and nobody to hide from.
    ignoreTLS: isLoopback(new URL(url).hostname),
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    send: async ({ to, link: _, ...mail }, abort) => {
      const signal = AbortSignal.any([abort, AbortSignal.timeout(timeoutMs)])
      try {
        const { response } = await transport.sendMail({
          ...mail,
          from,
          // As an object it is one address, whatever it holds.
          to: { name: '', address: to },
          headers: { 'Auto-Submitted': 'auto-generated' },
          signal,
        })
        return judgeAcceptance(response)
      } catch (error) {
        if (abort.aborted) return { kind: 'aborted' }
        log.warn({ err: error }, 'the mail relay did not take a mail')
        return judgeMailError(error as MailError)
      }
    },
    close: () => transport.close(),
  }
}

/** Where there is no relay the operator reads the mail in the log. */
export function logMailer(log: Log): Mailer {
  return {
    send: async ({ to, subject, link, text }) => {
      log.info({ to, subject, link, text }, 'mail')
      const answer = 'written to the log: SMTP_URL is not set'
      return { kind: 'accepted', statusCode: null, answer }
    },
    close: () => {},
  }
}

function isLoopback(hostname: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, '')
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'))
}
