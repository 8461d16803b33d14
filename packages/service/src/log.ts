import pino from 'pino'
import { shownError } from './shown-error.ts'

export type Log = pino.Logger

/** JSON lines on stdout, one wide line an event. What may carry a secret is cut out here. */
export function createLog(app: string, level: string): Log {
  const options: pino.LoggerOptions = {
    level,
    base: { app },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: [
        'password',
        'secret',
        'token',
        'key',
        'authorization',
        'cookie',
        'headers',
        'body',
      ].flatMap(name => [name, `*.${name}`]),
      censor: '[redacted]',
    },
    serializers: {
      err: shownError,
    },
  }
  // Synchronous: the default waits for ever to flush when whoever read stdout is gone.
  return pino(options, pino.destination({ fd: 1, sync: true }))
}
