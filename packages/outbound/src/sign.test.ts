import fc from 'fast-check'
import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { newSigningSecret, signWebhook } from './sign.ts'

describe('a signature', () => {
  test('equals the example of the Standard Webhooks specification', () => {
    const signature = signWebhook({
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      timestamp: 1_614_265_330,
      body: '{"test": 2432232314}',
      secrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    })
    expect(signature).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
  })

  test('is verified by the reference library with either secret of a rotation, and no other', () => {
    const secrets = [newSigningSecret(), newSigningSecret()]
    const timestamp = Math.floor(Date.now() / 1_000)
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), body => {
        const headers = {
          'webhook-id': 'execution',
          'webhook-timestamp': String(timestamp),
          'webhook-signature': signWebhook({ id: 'execution', timestamp, body, secrets }),
        }
        const verify = (secret: string) =>
          new Webhook(secret).verify(body, headers, { jsonParse: false })
        for (const secret of secrets) verify(secret)
        expect(() => verify(newSigningSecret())).toThrow('No matching signature')
      }),
    )
  })

  test('of bytes equals that of their text', () => {
    const secrets = [newSigningSecret()]
    const text = signWebhook({ id: 'a', timestamp: 1, body: 'søm', secrets })
    expect(signWebhook({ id: 'a', timestamp: 1, body: Buffer.from('søm'), secrets })).toBe(text)
  })

  test('is not made with a secret of another form', () => {
    const make = () => signWebhook({ id: 'a', timestamp: 1, body: '', secrets: ['sk_live_x'] })
    expect(make).toThrow('whsec_')
  })
})

test('a new secret has 32 random bytes', () => {
  const secret = newSigningSecret()
  expect(Buffer.from(secret.replace('whsec_', ''), 'base64')).toHaveLength(32)
  expect(secret).not.toBe(newSigningSecret())
})
