import { Logger, run } from 'graphile-worker'
import { createPost } from './post.ts'
import { concurrency } from './system.ts'

const post = createPost(process.env.SINK_URL ?? '')

const runner = await run({
  preset: {
    worker: {
      connectionString: process.env.DATABASE_URL ?? '',
      concurrentJobs: concurrency,
      // As often as the shortest that pg-boss allows.
      pollInterval: 500,
      localQueue: { size: 500 },
      completeJobBatchDelay: 0,
      failJobBatchDelay: 0,
      // A line for every job that succeeds is its default.
      logger: new Logger(() => (level, message) => {
        if (level === 'error') console.error(message)
      }),
    },
  },
  noHandleSignals: true,
  taskList: {
    post: payload => post((payload as { id: string }).id),
  },
})

process.on('disconnect', () => process.exit(0))
process.on('SIGTERM', () => {
  void runner.stop().finally(() => process.exit(0))
})
process.send?.('ready')
