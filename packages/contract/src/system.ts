import { z } from '@hono/zod-openapi'
import { idSchema, instantSchema } from './shape.ts'

/** The processes that Prikke is made of. */
export const nodeApps = ['api', 'scheduler', 'executor', 'notifier'] as const
export type NodeApp = (typeof nodeApps)[number]

const count = z.number().int()
const ms = z.number()
const level = z.enum(['ok', 'warn', 'bad']).openapi({
  description: '`ok`, `warn`: look at it soon, `bad`: something does not work',
})
export type Level = z.infer<typeof level>

export const systemCheckSchema = z
  .object({
    name: z.string().openapi({ description: 'Stable, snake_case', example: 'tick' }),
    level,
    says: z
      .string()
      .openapi({ description: 'What was found, and what to do where it is not plain' }),
  })
  .openapi('SystemCheck')
const checks = z.array(systemCheckSchema).openapi({ description: 'The worst first' })

export const systemNodeSchema = z
  .object({
    id: idSchema.openapi({ description: 'New at each start; the log of the process names it' }),
    app: z.enum(nodeApps).openapi({ description: 'Which of the four it is' }),
    version: z.string().openapi({ description: 'Of Prikke' }),
    host: z.string().openapi({ description: 'What its machine or container calls itself' }),
    pid: count.openapi({ description: 'Of the process, on its machine' }),
    startedAt: instantSchema,
    seenAt: instantSchema.openapi({ description: 'When it last wrote, by the database’s clock' }),
    isGone: z.boolean().openapi({
      description: 'It has not written for 30 seconds and said no goodbye; removed after an hour',
    }),
    isReady: z.boolean().openapi({ description: 'What its `/ready` says of itself' }),
    reason: z.string().nullable().openapi({ description: 'Why it is not ready' }),
    loops: z
      .array(
        z.object({
          name: z.string(),
          sinceSuccessMs: ms.nullable().openapi({
            description: 'When it was written; null before the first',
          }),
          staleAfterMs: ms,
        }),
      )
      .openapi({ description: 'What it does again and again, and when that last succeeded' }),
    slots: z
      .array(z.object({ name: z.string(), busy: count, most: count }))
      .openapi({ description: 'What it may have in hand at once, and has' }),
    memoryBytes: count.openapi({ description: 'Resident' }),
    nodeVersion: z.string().openapi({ description: 'Of Node.js' }),
    tzdata: z.string().openapi({ description: 'Of its time zones', example: '2026a' }),
    clockSkewMs: ms.nullable().openapi({
      description: 'Its clock minus the database’s; null before it is known',
    }),
    roundTripMs: ms.nullable().openapi({ description: 'To the database and back' }),
  })
  .openapi('SystemNode')
export type SystemNode = z.infer<typeof systemNodeSchema>

const told = z.object({
  waiting: count,
  oldestMs: ms.nullable().openapi({ description: 'How long the oldest of them is due' }),
  dead: count.openapi({ description: 'Given up within the last 24 hours' }),
})

export const systemSchema = z
  .object({
    at: instantSchema.openapi({ description: 'By the database’s clock' }),
    level,
    checks,
    nodes: z.array(systemNodeSchema).openapi({ description: 'The processes, by app' }),
    schedule: z
      .object({
        sinceTickMs: ms.nullable().openapi({ description: 'Since the newest successful tick' }),
        unwritten: count.openapi({
          description: 'Jobs due for more than a second, not yet queued',
        }),
        oldestUnwrittenMs: ms.nullable(),
      })
      .openapi({ description: 'Of the schedulers' }),
    queue: z
      .object({
        due: count.openapi({ description: 'Executions that wait for an executor' }),
        oldestDueMs: ms.nullable(),
        claimed: count.openapi({ description: 'In the hands of executors' }),
        retrying: count.openapi({ description: 'That are tried again later' }),
        replays: count.openapi({ description: 'Of many executions, under way' }),
      })
      .openapi({ description: 'Counted up to 20,000 of each class' }),
    lateness: z
      .object({
        p50: ms.nullable(),
        p95: ms.nullable(),
        p99: ms.nullable(),
        sampleCount: count.openapi({ description: 'The newest, 10,000 at most' }),
      })
      .openapi({ description: 'In ms, of what was due within the last 15 minutes and is over' }),
    alerts: told.openapi({ description: 'To the channels of all organizations' }),
    mails: told.openapi({ description: 'About accounts' }),
    retention: z
      .object({
        sinceSuccessMs: ms.nullable().openapi({ description: 'Since the newest successful round' }),
      })
      .openapi({ description: 'Removes what is past keeping' }),
  })
  .openapi('System')

export const systemDatabaseSchema = z
  .object({
    at: instantSchema.openapi({ description: 'By the database’s clock' }),
    level,
    checks,
    version: z.string().openapi({ description: 'Of PostgreSQL', example: '18.4' }),
    sizeBytes: count.openapi({ description: 'Of the whole database' }),
    startedAt: instantSchema,
    migrations: z
      .object({
        applied: count,
        known: count.openapi({ description: 'To this version of Prikke' }),
      })
      .openapi({ description: 'Of its tables' }),
    sessions: z
      .object({
        used: count,
        most: count.openapi({ description: '`max_connections`' }),
        byApplication: z.array(
          z.object({
            application: z.string(),
            total: count,
            active: count,
            idleInTransaction: count,
            waiting: count.openapi({ description: 'For a lock' }),
          }),
        ),
        oldestTransactionMs: ms.nullable(),
      })
      .openapi({ description: 'Connections to the server' }),
    history: z
      .object({
        days: count.openapi({ description: 'Partitions of executions' }),
        oldest: z.string().nullable().openapi({ description: 'A UTC day', example: '2026-10-22' }),
        newest: z.string().nullable(),
      })
      .openapi({ description: 'The days that there is room for' }),
    tables: z
      .array(
        z.object({
          name: z.string(),
          partitions: count.openapi({ description: '0 for a table of its own' }),
          totalBytes: count,
          indexBytes: count,
          liveRows: count.openapi({ description: 'Estimated' }),
          deadRows: count.openapi({ description: 'Estimated; a vacuum makes room of them' }),
          vacuumedAt: instantSchema.nullable(),
        }),
      )
      .openapi({ description: 'The largest, with their indexes' }),
  })
  .openapi('SystemDatabase')

export const systemSettingsSchema = z
  .object({
    level,
    checks,
    nodes: z
      .array(
        z.object({
          id: idSchema,
          app: z.enum(nodeApps),
          settings: z.array(
            z.object({
              name: z.string(),
              value: z.string().nullable().openapi({
                description: 'Null where it is secret; of an address without user and password',
              }),
              from: z.enum(['environment', 'file', 'default']),
            }),
          ),
        }),
      )
      .openapi({ description: 'The processes that are not gone' }),
  })
  .openapi('SystemSettings')

export const outboundTestSchema = z
  .object({
    url: z.string(),
    isFine: z.boolean().openapi({ description: 'Whether the echo answered' }),
    statusCode: count.nullable().openapi({ description: 'Null when nobody answered' }),
    errorCode: z.string().nullable().openapi({ description: 'Null when somebody did' }),
    says: z.string().openapi({ description: 'What came of it, in words' }),
    timings: z
      .object({
        dnsMs: ms.nullable(),
        connectMs: ms.nullable(),
        tlsMs: ms.nullable(),
        firstByteMs: ms.nullable(),
        totalMs: ms,
      })
      .openapi({ description: 'How long each phase took; null where it did not take place' }),
  })
  .openapi('OutboundTest')

export const mailTestSchema = z
  .object({
    recipient: z.string().openapi({ description: 'Your address' }),
    status: z.enum(['sent', 'logged', 'dead', 'pending']).openapi({
      description:
        '`logged`: there is no relay, so the notifier wrote it to its log; `pending`: the relay did not take it, and it is tried again',
    }),
    statusCode: count.nullable().openapi({ description: 'Of the relay' }),
    answer: z.string().openapi({ description: 'What the relay said, or why it is out of reach' }),
    tookMs: ms.openapi({ description: 'From asking to the answer' }),
  })
  .openapi('MailTest')

export type System = z.infer<typeof systemSchema>
export type SystemCheck = z.infer<typeof systemCheckSchema>
export type SystemDatabase = z.infer<typeof systemDatabaseSchema>
export type SystemSettings = z.infer<typeof systemSettingsSchema>
export type OutboundTest = z.infer<typeof outboundTestSchema>
export type MailTest = z.infer<typeof mailTestSchema>
