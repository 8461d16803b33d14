import type { TestRunEvent } from '@prikke/contract'
import { expect } from 'vitest'
import type { Call } from './open-api.ts'

/** Tests what a job would send, and reads the stream to its end. */
export async function run(call: Call, body: object) {
  const { status, headers, body: text } = await call('POST', '/api/test-runs', { body })
  if (status !== 200) throw new Error(`${status}: ${JSON.stringify(text)}`)
  expect(headers.get('content-type')).toBe('text/event-stream')
  const events = eventsIn(text)
  const done = events.at(-1)
  if (done?.type !== 'done') throw new Error(`the stream ended without a result: ${text}`)
  const phases = events.flatMap(event => (event.type === 'phase' ? [event.phase] : []))
  return { phases, result: done.result }
}

const eventsIn = (text: string): TestRunEvent[] =>
  [...text.matchAll(/^data: (.*)$/gm)].map(([, json = '']) => JSON.parse(json))
