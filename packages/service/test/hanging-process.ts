import { run } from '../src/index.ts'

/** A process with one loop that succeeds once and then stands still. */
await run({
  name: 'hanging',
  env: { HOST: '127.0.0.1', HEALTH_PORT: 0, LOG_LEVEL: 'info' },
  start: async ({ loop }) => {
    loop('work', { staleAfterMs: 500, hangsAfterMs: 500 }).succeed()
    return { stop: async () => {} }
  },
})
