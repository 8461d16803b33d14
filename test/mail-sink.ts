import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

export type ReceivedMail = { to: string[]; raw: string }

/** A mail relay on loopback that takes everything; with a password, after one login that it refuses. */
export async function openMailSink(password?: string) {
  const received: ReceivedMail[] = []
  let loginCount = 0
  const server = new SMTPServer({
    authOptional: password === undefined,
    disabledCommands: password === undefined ? ['AUTH'] : ['STARTTLS'],
    allowInsecureAuth: true,
    logger: false,
    // Whoever keeps a connection for the next mail would hold up the end.
    closeTimeout: 100,
    onAuth: (given, _session, done) => {
      loginCount += 1
      if (loginCount > 1 && given.password === password) return done(null, { user: 'prikke' })
      done(new Error('Invalid login'))
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', chunk => chunks.push(chunk as Buffer))
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address)
        received.push({ to, raw: Buffer.concat(chunks).toString('utf8') })
        done(null, 'queued')
      })
    },
  })
  const listening = server.listen(0, '127.0.0.1')
  await new Promise<void>(resolve => listening.once('listening', resolve))
  const { port } = listening.address() as AddressInfo
  return {
    url: `smtp://${password === undefined ? '' : `prikke:${password}@`}127.0.0.1:${port}`,
    received,
    close: () => new Promise<void>(resolve => void server.close(() => resolve())),
  }
}
