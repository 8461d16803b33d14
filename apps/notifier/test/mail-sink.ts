import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { onTestFinished } from 'vitest'

type ReceivedMail = { to: string[]; raw: string }

/** A mail relay on loopback for the calling test; `refuse` says with which code it turns mail away. */
export async function openMailSink(refuse: () => { code: number; text: string } | null) {
  const received: ReceivedMail[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH'],
    logger: false,
    onRcptTo: (_address, _session, done) => {
      const refusal = refuse()
      if (refusal === null) return done()
      done(Object.assign(new Error(refusal.text), { responseCode: refusal.code }))
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', chunk => chunks.push(chunk as Buffer))
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address)
        received.push({ to, raw: Buffer.concat(chunks).toString('utf8') })
        done(null, 'queued as 42')
      })
    },
  })
  const listening = server.listen(0, '127.0.0.1')
  await new Promise<void>(resolve => listening.once('listening', resolve))
  onTestFinished(() => new Promise<void>(resolve => void server.close(() => resolve())))
  return { url: `smtp://127.0.0.1:${(listening.address() as AddressInfo).port}`, received }
}
