import type { SealError } from '@prikke/vault'
import type { Answer } from './outcome.ts'

/** What is told of something that this process could not open: another notifier may have the key. */
export function unopened({ isKeyMissing }: SealError): Answer {
  return isKeyMissing
    ? { kind: 'unavailable', statusCode: null, answer: 'Sealed under another key', askedMs: 0 }
    : { kind: 'refused', statusCode: null, answer: 'It could not be opened: set it again' }
}
