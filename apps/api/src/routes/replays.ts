import { createRoute, z } from '@hono/zod-openapi'
import {
  idSchema,
  mostReplayed,
  pageQuery,
  type Replay,
  type ReplayInput,
  replayCount,
  replayInput,
  replayPage,
  replaySchema,
} from '@prikke/contract'
import { cancelReplay, countReplay, startReplay } from '@prikke/queue'
import { type Database, replays } from '@prikke/schema'
import { and, desc, eq, lt } from 'drizzle-orm'
import { countChanged } from '../count-changed.ts'
import { matchExecutions } from '../executions/matching.ts'
import { pageFrom, readIdCursor } from '../page.ts'
import { withinHistory } from '../plans/within-history.ts'
import { invalid, notFound, Problem } from '../problem.ts'
import { access, body, createRoutes, json, onlyOnce, problems } from '../route.ts'
import type { Services } from '../services.ts'
import { boundedly, boundedlyIn } from '../too-wide.ts'

const params = z.object({ id: idSchema })
const about = { tags: ['Executions'] }

const create = createRoute({
  ...about,
  security: access.trigger,
  operationId: 'createReplay',
  method: 'post',
  path: '/api/replays',
  summary: 'Run all executions again that a filter matches, each job as it stands then',
  description:
    'Count first, with `dryRun`; `expectedCount` says that number back, and what was counted is what runs. One at a time, of at most 200,000 executions.',
  request: { ...onlyOnce, ...body(replayInput) },
  responses: {
    200: json(replayCount, 'With dryRun: how many it would be'),
    202: {
      ...json(replaySchema, 'The replay; it runs in the background'),
      headers: z.object({
        Location: z.string().openapi({ description: 'Where to see how far it is' }),
      }),
    },
    ...problems('count_changed', 'search_too_wide', 'replay_running', 'replay_too_large'),
  },
})
const list = createRoute({
  ...about,
  security: access.read,
  operationId: 'listReplays',
  method: 'get',
  path: '/api/replays',
  summary: 'List replays, newest first',
  request: { query: pageQuery },
  responses: { 200: json(replayPage, 'A page of replays') },
})
const get = createRoute({
  ...about,
  security: access.read,
  operationId: 'getReplay',
  method: 'get',
  path: '/api/replays/{id}',
  summary: 'See how far a replay is',
  request: { params },
  responses: { 200: json(replaySchema, 'The replay') },
})
const cancel = createRoute({
  ...about,
  security: access.trigger,
  operationId: 'cancelReplay',
  method: 'post',
  path: '/api/replays/{id}/cancel',
  summary: 'End a replay: what it has put into the queue runs, the rest does not',
  request: { params },
  responses: { 200: json(replaySchema, 'The replay'), ...problems('replay_final') },
})

export function replayRoutes({ pool, change }: Services) {
  const routes = createRoutes()

  routes.openapi(create, async c => {
    const organizationId = c.var.organization.id
    const { filter: asked, dryRun, expectedCount } = c.req.valid('json')
    const filter = withinHistory(pool, c.var.organization, asked)
    if (dryRun) {
      const counted = await boundedly(pool, async tx => {
        const { past } = await matchExecutions(tx.sql, organizationId, filter)
        return await countReplay(tx, past)
      })
      return c.json(counted, 200)
    }
    if (expectedCount === undefined) throw invalid([notCounted])
    const shown = inMilliseconds(filter)
    return await change(c, async ({ tx, record, announce }) => {
      const id = await boundedlyIn(tx, async () => {
        const { past: matching } = await matchExecutions(tx.sql, organizationId, filter)
        const asked = { organizationId, filter: shown, matching, most: mostReplayed }
        const { count, id } = await startReplay(tx, asked)
        if (count > mostReplayed) throw invalid([tooLarge])
        if (count !== expectedCount || id === null) throw countChanged(count)
        return id
      })
      const after = { ...shown, totalCount: expectedCount }
      record({ action: 'replay.created', subject: subjectOf(id), after })
      announce('replays')
      const replay = await readReplay(tx, organizationId, id)
      return c.json(replay, 202, { Location: `/api/replays/${id}` })
    })
  })

  routes.openapi(list, async c => {
    const { limit, cursor } = c.req.valid('query')
    const after = readIdCursor(cursor)
    const own = eq(replays.organizationId, c.var.organization.id)
    const rows = await pool.db
      .select()
      .from(replays)
      .where(and(own, after === undefined ? undefined : lt(replays.id, after)))
      .orderBy(desc(replays.id))
      .limit(limit + 1)
    return c.json(
      pageFrom(rows, limit, row => row.id, replayOf),
      200,
    )
  })

  routes.openapi(get, async c =>
    c.json(await readReplay(pool, c.var.organization.id, c.req.valid('param').id), 200),
  )

  routes.openapi(cancel, c =>
    change(c, async ({ tx, record, announce }) => {
      const organizationId = c.var.organization.id
      const { id } = c.req.valid('param')
      const outcome = await cancelReplay(tx, organizationId, id)
      if (outcome === 'done') throw final
      const replay = await readReplay(tx, organizationId, id)
      record({ action: 'replay.cancelled', subject: subjectOf(id) })
      announce('replays')
      return c.json(replay, 200)
    }),
  )

  return routes
}

const subjectOf = (id: string) => ({ type: 'replay' as const, id, name: null })

async function readReplay(
  { db }: Pick<Database, 'db'>,
  organizationId: string,
  id: string,
): Promise<Replay> {
  const [row] = await db
    .select()
    .from(replays)
    .where(and(eq(replays.organizationId, organizationId), eq(replays.id, id)))
  if (row === undefined) throw notFound('There is no such replay.')
  return replayOf(row)
}

function replayOf(row: typeof replays.$inferSelect): Replay {
  const ended = row.cancelledAt === null ? 'done' : 'cancelled'
  return {
    id: row.id,
    status: row.finishedAt === null ? 'running' : ended,
    filter: row.filter as Replay['filter'],
    totalCount: row.totalCount,
    replayedCount: row.replayedCount,
    skippedCount: row.skippedCount,
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  }
}

/** Instants as every answer has them. */
function inMilliseconds(filter: ReplayInput['filter']): ReplayInput['filter'] {
  const { from, to } = filter
  return {
    ...filter,
    ...(from === undefined ? {} : { from: new Date(from).toISOString() }),
    ...(to === undefined ? {} : { to: new Date(to).toISOString() }),
  }
}

const notCounted = {
  path: 'expectedCount',
  code: 'required',
  message: 'is required: count first, with dryRun',
}
const tooLarge = {
  path: 'filter',
  code: 'replay_too_large',
  message: `matches more than ${mostReplayed} executions: name a shorter time`,
}
const final = new Problem({
  status: 409,
  code: 'replay_final',
  detail: 'This replay is already over.',
})
