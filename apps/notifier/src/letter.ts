import type { MailContent } from '@prikke/schema'
import { oneLine } from './plain-text.ts'

/** A mail about an account, in words. Still plain text: it is escaped for HTML where it becomes that. */
export type Letter = {
  subject: string
  opening: string
  /** What to press, and where it leads. */
  action: { label: string; link: string } | null
  /** For who reads the mail on one device and signs in on another. */
  code: string | null
  closing: string
}

const longestAddress = 254
const longestName = 120
const articles = { owner: 'an owner', admin: 'an admin', member: 'a member' }
const once = 'It works once, within 15 minutes.'
const unasked = 'If you did not ask for this, do nothing: without it nothing happens.'

/** Says what the mail is about. Links lead to `appUrl`, an origin, and keep the token out of logs. */
export function letterOf(content: MailContent, appUrl: string): Letter {
  const { host } = new URL(appUrl)
  const closing = `${once} ${unasked}`
  switch (content.kind) {
    case 'sign_in':
      return {
        subject: `Sign in to Prikke at ${host}`,
        opening: `Here is your link to sign in to Prikke at ${host}.`,
        action: { label: 'Sign in', link: linkTo(appUrl, '/link', content.token) },
        code: content.code,
        closing,
      }
    case 'confirm':
      return {
        subject: `Confirm your address for Prikke at ${host}`,
        opening: `This link confirms your address and opens your account with Prikke at ${host}.`,
        action: { label: 'Open my account', link: linkTo(appUrl, '/link', content.token) },
        code: content.code,
        closing,
      }
    case 'already_registered':
      return {
        subject: `You have an account with Prikke at ${host}`,
        opening: `Somebody asked for an account with this address at ${host}. There is one already: this link signs you in.`,
        action: { label: 'Sign in', link: linkTo(appUrl, '/link', content.token) },
        code: content.code,
        closing,
      }
    case 'reset_password':
      return {
        subject: `Choose a new password for Prikke at ${host}`,
        opening: `With this link you choose a new password for your account at ${host}. Every device is signed out then.`,
        action: {
          label: 'Choose a password',
          link: linkTo(appUrl, '/reset-password', content.token),
        },
        code: null,
        closing,
      }
    case 'change_email':
      return {
        subject: `Confirm your new address for Prikke at ${host}`,
        opening: `Whoever is signed in at ${host} as ${oneLine(content.account, longestAddress)} wants this to be the address of that account.`,
        action: {
          label: 'Confirm this address',
          link: linkTo(appUrl, '/confirm-email', content.token),
        },
        code: null,
        closing,
      }
    case 'email_changed':
      return {
        subject: `The address of your account at ${host} was changed`,
        opening: `Your account with Prikke at ${host} now belongs to ${oneLine(content.email, longestAddress)}. Mail goes there from now on.`,
        action: null,
        code: null,
        closing: 'If that was not you, tell whoever runs this Prikke at once.',
      }
    case 'invite': {
      const organization = oneLine(content.organization, longestName)
      return {
        subject: `Join ${organization} on Prikke`,
        opening: `${oneLine(content.inviter, longestAddress)} invites you to ${organization} on Prikke at ${host}, as ${articles[content.role]}.`,
        action: { label: 'See the invite', link: linkTo(appUrl, '/invite', content.token) },
        code: null,
        closing:
          'It stands for seven days. If you do not know who this is, do nothing, or decline it there.',
      }
    }
    case 'usage':
      return usageLetter(content, appUrl)
    case 'tier_changed': {
      const organization = oneLine(content.organization, longestName)
      return {
        subject: `${organization} is now ${tierNames[content.tier]} at ${host}`,
        opening: `${oneLine(content.by, longestAddress)} has set ${organization} (${content.slug}) to ${tierNames[content.tier]} at ${host}. Its limits are those of ${tierNames[content.tier]} from now on.`,
        action: null,
        code: null,
        closing: 'You get this because you run this Prikke. What it costs is for you to settle.',
      }
    }
    case 'self_test':
      return {
        subject: `Mail from Prikke at ${host} arrives`,
        opening: `${oneLine(content.by, longestAddress)} asked Prikke at ${host} to send this mail, to see whether mail leaves it. It does.`,
        action: null,
        code: null,
        closing: 'There is nothing to do.',
      }
  }
}

type Usage = Extract<MailContent, { kind: 'usage' }>

function usageLetter({ organization, percent, limit, month }: Usage, appUrl: string): Letter {
  const name = oneLine(organization, longestName)
  const most = limit.toLocaleString('en-US')
  const isSpent = percent === 100
  return {
    subject: isSpent
      ? `${name} has used all executions of ${month}`
      : `${name} has used ${percent} % of the executions of ${month}`,
    opening: isSpent
      ? `${name} has used all ${most} executions that its plan allows in ${month} (UTC).`
      : `${name} has used ${percent} % of the ${most} executions that its plan allows in ${month} (UTC).`,
    action: { label: 'See plan and usage', link: new URL('/settings/usage', appUrl).href },
    code: null,
    closing: `${isSpent ? 'Until the next month' : 'When they are used up'}, each run that comes due is recorded as skipped, over_quota, and nothing is sent. An owner can upgrade at any time; what was skipped can be replayed then.`,
  }
}

const tierNames = { free: 'Free', pro: 'Pro' }

/** What follows # is sent to no server: it stands in no log and in no Referer. */
const linkTo = (appUrl: string, path: string, token: string) =>
  `${new URL(path, appUrl).href}#token=${token}`
