import { PgBoss } from 'pg-boss'
import { createPost } from './post.ts'

const post = createPost(process.env.SINK_URL ?? '')
const boss = new PgBoss({
  connectionString: process.env.DATABASE_URL ?? '',
  useListenNotify: true,
})
boss.on('error', error => console.error(error))
await boss.start()
await boss.createQueue('post', { notify: true })

const options = {
  batchSize: 500,
  localConcurrency: 2,
  burstWhenBatchFull: true,
  perJobResults: true,
  // The shortest that it allows.
  pollingIntervalSeconds: 0.5,
  notifyPollingIntervalSeconds: 0.5,
} as const
await boss.work('post', options, jobs =>
  Promise.all(
    jobs.map(async ({ id }) => {
      await post(id)
      return { id, status: 'completed' as const }
    }),
  ),
)

process.on('disconnect', () => process.exit(0))
process.on('SIGTERM', () => {
  void boss.stop({ graceful: false }).finally(() => process.exit(0))
})
process.send?.('ready')
