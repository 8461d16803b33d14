import type { MailContent } from '@prikke/schema'
import { describe, expect, test } from 'vitest'
import { letterOf } from './letter.ts'
import { mailOfLetter } from './letter-mail.ts'

const appUrl = 'https://prikke.example'
const token = 'the-token'
const code = '012345'
const mailOf = (content: MailContent) => mailOfLetter(letterOf(content, appUrl), appUrl)

describe('a mail about an account', () => {
  test.each([
    [{ kind: 'sign_in', token, code }, '/link', 'Sign in to Prikke at prikke.example'],
    [{ kind: 'confirm', token, code }, '/link', 'Confirm your address for Prikke'],
    [{ kind: 'already_registered', token, code }, '/link', 'You have an account with Prikke'],
    [{ kind: 'reset_password', token }, '/reset-password', 'Choose a new password for Prikke'],
    [
      { kind: 'change_email', token, account: 'old@example.com' },
      '/confirm-email',
      'Confirm your new address for Prikke',
    ],
  ] as const)(
    '%j leads to its page, with the token where no server sees it',
    (content, path, subject) => {
      const mail = mailOf(content)
      const link = `${appUrl}${path}#token=${token}`
      expect(mail.subject).toContain(subject)
      expect(mail.link).toBe(link)
      expect(mail.text).toContain(`\n\n${link}\n\n`)
      expect(mail.html).toContain(`href="${link}"`)
      for (const body of [mail.text, mail.html]) {
        expect(body).toContain('within 15 minutes')
        expect(body.includes(code)).toBe('code' in content)
      }
    },
  )

  test('that invites says who, where to and as what, and for how long it stands', () => {
    const invite = { kind: 'invite', inviter: 'ada@example.com', token } as const
    const mail = mailOf({ ...invite, organization: 'Acme\r\nBcc: a@evil.test', role: 'admin' })
    expect(mail.subject).toBe('Join Acme Bcc: a@evil.test on Prikke')
    expect(mail.link).toBe(`${appUrl}/invite#token=${token}`)
    expect(mail.text).toContain(
      'ada@example.com invites you to Acme Bcc: a@evil.test on Prikke at prikke.example, as an admin.',
    )
    for (const body of [mail.text, mail.html]) expect(body).toContain('It stands for seven days.')
  })

  test('that tells of a change has no link', () => {
    const mail = mailOf({ kind: 'email_changed', email: 'new@example.com' })
    expect(mail.link).toBeUndefined()
    expect(mail.text).toContain('now belongs to new@example.com')
    expect(mail.html).not.toContain('href=')
  })

  test.each([
    [80, 'Acme has used 80 % of the executions of 2026-11', 'When they are used up'],
    [100, 'Acme has used all executions of 2026-11', 'Until the next month'],
  ] as const)('tells of %i % of a month that is used', (percent, subject, then) => {
    const mail = mailOf({
      kind: 'usage',
      organization: 'Acme',
      percent,
      limit: 5_000,
      month: '2026-11',
    })
    expect(mail.subject).toBe(subject)
    expect(mail.link).toBe(`${appUrl}/settings/usage`)
    for (const words of ['5,000', then, 'over_quota']) expect(mail.text).toContain(words)
  })

  test('tells who runs the instance of a tier that was set', () => {
    const changed = { kind: 'tier_changed', slug: 'acme', by: 'ada@example.com' } as const
    const mail = mailOf({ ...changed, organization: 'Acme\r\nBcc: a@evil.test', tier: 'pro' })
    expect(mail.subject).toBe('Acme Bcc: a@evil.test is now Pro at prikke.example')
    expect(mail.text).toContain('ada@example.com has set Acme Bcc: a@evil.test (acme) to Pro')
  })

  test('escapes what came from outside, and keeps it on one line', () => {
    const account = '"<b>\r\nBcc: a@evil.test"@example.com'
    const { text, html } = mailOf({ kind: 'change_email', token, account })
    expect(text).toContain('as "<b> Bcc: a@evil.test"@example.com wants')
    expect(html).toContain('&quot;&lt;b&gt; Bcc: a@evil.test&quot;@example.com')
  })
})
