import { createSender } from '@prikke/outbound'
import { createLog } from '@prikke/service'
import { Webhook } from 'standardwebhooks'
import { describe, expect, onTestFinished, test } from 'vitest'
import { makeClaimed, makeEvent } from '../../test/alerts.ts'
import { hostileName, tamedName } from '../../test/hostile.ts'
import { openHttpSink } from '../../test/http-sink.ts'
import { openMailSink } from '../../test/mail-sink.ts'
import { createChannels } from '../channels.ts'
import { logMailer, smtpMailer } from '../mailer.ts'

const appUrl = 'https://prikke.example'
const link = `${appUrl}/executions/01890000-0000-7000-8000-000000000001`
const event = makeEvent(
  { name: hostileName },
  { responseExcerpt: '<script>alert(1)</script> & @here `x`\n.\nQUIT' },
)
const never = new AbortController().signal
const log = createLog('test', 'silent')

function open(smtpUrl?: string) {
  const reach = { allow: ['127.0.0.0/8'], ownPorts: [] }
  const sender = createSender(reach)
  const mailer =
    smtpUrl === undefined
      ? logMailer(log)
      : smtpMailer(smtpUrl, 'Prikke <alerts@prikke.example>', log)
  onTestFinished(async () => {
    mailer.close()
    await sender.close()
  })
  return createChannels({ sender, mailer, appUrl, version: '1.2.3' })
}

/** Posts the hostile alert to a sink and returns what arrived. */
async function post(kind: 'slack' | 'discord' | 'webhook', status = 200) {
  const sink = await openHttpSink(() => ({ status, ...(status === 204 ? {} : { body: 'ok' }) }))
  const alert = makeClaimed({ kind, target: `${sink.url}/hook`, event })
  const answer = await open()[kind](alert, never)
  const [received] = sink.received
  if (received === undefined) throw new Error('Nothing arrived.')
  return { answer, alert, received, body: JSON.parse(received.body) }
}

describe('a webhook', () => {
  test('gets the whole alert as JSON', async () => {
    const { answer, received, body } = await post('webhook')
    expect(answer).toEqual({ kind: 'accepted', statusCode: 200, answer: 'ok' })
    expect(received.headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': 'Prikke/1.2.3',
    })
    expect(body).toEqual({
      type: 'execution.failed',
      createdAt: '2026-11-21T14:05:02.345Z',
      organization: { id: '01890000-0000-7000-8000-0000000000bb', name: 'Acme', slug: 'acme' },
      job: event.job,
      execution: event.execution,
      links: { execution: link },
    })
  })

  test('can verify the signature with any Standard Webhooks library', async () => {
    const { alert, received } = await post('webhook')
    const headers = received.headers as Record<string, string>
    expect(headers['webhook-id']).toBe(alert.id)
    const verifier = new Webhook(alert.signingSecrets[0] as string)
    expect(verifier.verify(received.body, headers)).toMatchObject({ type: 'execution.failed' })
    expect(() => verifier.verify(`${received.body} `, headers)).toThrow()
  })

  test('gets a sample of the same shape as a test', async () => {
    const sink = await openHttpSink(() => ({ status: 200 }))
    await open().webhook(
      makeClaimed({ target: sink.url, type: 'channel.test', event: null }),
      never,
    )
    const body = JSON.parse(sink.received[0]?.body ?? '')
    expect(body.type).toBe('channel.test')
    expect(Object.keys(body.execution).sort()).toEqual(Object.keys(event.execution).sort())
    expect(Object.keys(body.job).sort()).toEqual(Object.keys(event.job).sort())
  })
})

test('Slack gets plain text in which nothing comes to life', async () => {
  const { answer, body, received } = await post('slack')
  expect(answer.kind).toBe('accepted')
  const name = tamedName.replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  const sentence = `Job “${name}” failed: answered 500 after 3 attempts`
  const plain = (text: string) => ({ type: 'plain_text', text, emoji: false })
  expect(body).toEqual({
    text: sentence,
    blocks: [
      { type: 'section', text: plain(sentence) },
      {
        type: 'section',
        fields: [
          plain('Organization: Acme'),
          plain('Scheduled for: 2026-11-21 14:05:00 UTC'),
          plain('Error: The target answered 500. (http_status)'),
        ],
      },
      {
        type: 'section',
        text: plain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; @here `x`\n.\nQUIT'),
      },
      { type: 'section', text: { type: 'mrkdwn', text: `<${link}|Open the execution>` } },
    ],
  })
  expect(received.body.match(/<[^>]*>/g)).toEqual([`<${link}|Open the execution>`])
})

test('Discord mentions nobody and reads no markdown', async () => {
  const { answer, body } = await post('discord', 204)
  expect(answer).toEqual({ kind: 'accepted', statusCode: 204, answer: 'HTTP 204' })
  expect(body).toEqual({
    allowed_mentions: { parse: [] },
    embeds: [
      {
        title: 'Job failed',
        description:
          'Job “\\<img src=x onerror=alert\\(1\\)\\> \\<!channel\\> \\@everyone \\*\\*b\\*\\* \\[x\\]\\(http\\://evil.test\\) Bcc\\: a\\@evil.test gnp.exe” failed\\: answered 500 after 3 attempts',
        color: 0xc0392b,
        url: link,
        fields: [
          { name: 'Organization', value: 'Acme' },
          { name: 'Scheduled for', value: '2026\\-11\\-21 14\\:05\\:00 UTC' },
          { name: 'Error', value: 'The target answered 500. \\(http\\_status\\)' },
          {
            name: 'Answer',
            value: '\\<script\\>alert\\(1\\)\\</script\\> & \\@here \\`x\\`\n.\nQUIT',
          },
        ],
      },
    ],
  })
})

describe('e-mail', () => {
  test('goes out as text and HTML with one subject line and no header of the name’s making', async () => {
    const sink = await openMailSink(() => null)
    const alert = makeClaimed({ kind: 'email', target: 'ada@example.com', event })
    const answer = await open(sink.url).email(alert, never)
    expect(answer).toMatchObject({
      kind: 'accepted',
      statusCode: 250,
      answer: expect.stringContaining('queued as 42'),
    })
    const [mail] = sink.received
    const { headers, parts } = readMail(mail?.raw ?? '')
    expect(mail?.to).toEqual(['ada@example.com'])
    expect(headers.get('from')).toBe('Prikke <alerts@prikke.example>')
    expect(headers.get('message-id')).toBe(`<${alert.id}@prikke.example>`)
    expect(headers.get('auto-submitted')).toBe('auto-generated')
    expect(headers.has('bcc')).toBe(false)
    expect(headers.get('subject')).toContain('=?UTF-8?')
    const [text, html] = parts
    expect(text).toContain(`Job “${tamedName}” failed: answered 500 after 3 attempts`)
    expect(text).toContain('> <script>alert(1)</script> & @here `x`\n> .\n> QUIT')
    expect(text).toContain(link)
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;')
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; @here')
    expect(html).not.toMatch(/<(img|script)/)
    expect(html).toContain(`<a href="${link}">`)
  })

  test('has the same Message-ID on every try', async () => {
    const sink = await openMailSink(() => null)
    const { email } = open(sink.url)
    for (const attempt of [1, 2]) {
      await email(makeClaimed({ kind: 'email', target: 'ada@example.com', attempt }), never)
    }
    const ids = sink.received.map(({ raw }) => readMail(raw).headers.get('message-id'))
    expect(new Set(ids).size).toBe(1)
    expect(ids).toHaveLength(2)
  })

  test('to a list in disguise reaches nobody else', async () => {
    const sink = await openMailSink(() => null)
    const target = 'ada@example.com, eve@evil.test'
    await open(sink.url).email(makeClaimed({ kind: 'email', target }), never)
    expect(sink.received.flatMap(({ to }) => to)).not.toContain('eve@evil.test')
  })

  test('is refused with the words of the relay, or waits for it', async () => {
    let refusal = { code: 550, text: 'no such user' }
    const sink = await openMailSink(() => refusal)
    const { email } = open(sink.url)
    const alert = makeClaimed({ kind: 'email', target: 'ada@example.com' })
    expect(await email(alert, never)).toMatchObject({
      kind: 'refused',
      statusCode: 550,
      answer: expect.stringContaining('no such user'),
    })
    refusal = { code: 451, text: 'later' }
    expect(await email(alert, never)).toMatchObject({ kind: 'unavailable', statusCode: 451 })
    const away = await open('smtp://127.0.0.1:9').email(alert, never)
    expect(away).toMatchObject({
      kind: 'unavailable',
      answer: 'The mail relay could not be reached',
    })
  })

  test('stops with the notifier', async () => {
    const sink = await openMailSink(() => null)
    const alert = makeClaimed({ kind: 'email', target: 'ada@example.com' })
    expect(await open(sink.url).email(alert, AbortSignal.abort())).toEqual({ kind: 'aborted' })
    expect(sink.received).toEqual([])
  })
})

/** Just enough MIME for mail of our own: unfolded headers, and the parts decoded. */
function readMail(raw: string) {
  const [head = '', ...rest] = raw.split('\r\n\r\n')
  const lines = head.replace(/\r\n[ \t]/g, ' ').split('\r\n')
  const headers = new Map(
    lines.map(line => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
    }),
  )
  const boundary = /boundary="([^"]+)"/.exec(headers.get('content-type') ?? '')?.[1]
  const parts = rest
    .join('\r\n\r\n')
    .split(`--${boundary}`)
    .slice(1, -1)
    .map(part => {
      const [partHead = '', ...body] = part.split('\r\n\r\n')
      const content = body.join('\r\n\r\n').trim()
      const decoded = /base64/i.test(partHead)
        ? Buffer.from(content, 'base64').toString('utf8')
        : quotedPrintable(content)
      return decoded.replaceAll('\r\n', '\n')
    })
  return { headers, parts }
}

function quotedPrintable(text: string): string {
  const bytes = text
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
