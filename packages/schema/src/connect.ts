import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'

/** Tagged-template SQL: the connection pool itself, or one transaction on it. */
export type Sql = postgres.ISql
/** A place to run SQL and CRUD alike: the pool, or one transaction. */
export type Database = {
  sql: Sql
  db: PostgresJsDatabase
  /** Whether what is done here is held to the limits of the plans. */
  planLimits?: boolean
}
/** A pool of connections, with what only a pool can do. */
export type Pool = {
  sql: postgres.Sql
  db: PostgresJsDatabase
  planLimits: boolean
  /** Runs `work` in one transaction, drizzle and tagged SQL on the same connection. */
  transaction: <T>(work: (tx: Database) => Promise<T>) => Promise<T>
  /** Waits up to 5 s for running queries, then closes every connection. */
  close: () => Promise<void>
}

export type ConnectOptions = {
  /** Shown in pg_stat_activity, e.g. `prikke-executor`. */
  applicationName: string
  /** Most connections at once. */
  max?: number
  /** False behind a transaction pooler, which cannot keep prepared statements. */
  prepare?: boolean
  /** For workers: each statement planned once, by index whatever the size of the queue just now. */
  planOnce?: boolean
  /** Most that one statement may take on the server, in ms; 10 s unless told. */
  statementMs?: number
  /** `PRIKKE_PLAN_LIMITS`, for who makes jobs, executions and members. */
  planLimits?: boolean
}

/**
 * A queue is empty one moment and holds 100,000 rows the next: a plan made for the first is ruinous
 * for the second, and statistics are always late. The workers' statements are written for indexes.
 */
const plannedOnce = {
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  enable_bitmapscan: 'off',
  enable_mergejoin: 'off',
  enable_hashjoin: 'off',
  enable_memoize: 'off',
}

/** Forty partitions make a search look dear, and compiling it takes longer than reading does. */
const uncompiled = { jit: 'off' }

const limitsOf = (statementMs: number) => ({
  statement_timeout: statementMs,
  lock_timeout: 5_000,
  idle_in_transaction_session_timeout: 15_000,
  transaction_timeout: 3 * statementMs,
})

/** Else the session of a client that vanished keeps its locks until TCP gives up, for hours. */
const noticeVanished = {
  client_connection_check_interval: 2_000,
  tcp_keepalives_idle: 10,
  tcp_keepalives_interval: 5,
  tcp_keepalives_count: 3,
  tcp_user_timeout: 20_000,
}

/** The server's own limit speaks first: it says more than a silence. */
const answerMarginMs = 2_000

/** Instants are Dates and JSON is values in tagged SQL; drizzle hands both over ready-made. */
const asText = {
  instant: {
    to: 1184,
    from: [1184],
    serialize: (value: Date | string) => (value instanceof Date ? value.toISOString() : value),
    parse: (value: string) => new Date(value),
  },
  json: {
    to: 3802,
    from: [114, 3802],
    serialize: (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value)),
    parse: (value: string) => JSON.parse(value) as unknown,
  },
}

/** drizzle overwrites the parsers in the options of the client it is given: give it ones of its own. */
function withDrizzle(client: Sql): PostgresJsDatabase {
  const own = new Proxy(client, {
    get: (target, name) =>
      name === 'options' ? { parsers: {}, serializers: {} } : Reflect.get(target, name),
  })
  return drizzle(own as postgres.Sql)
}

/**
 * Opens a pool on PostgreSQL; connects on first use. The server ends a statement after 10 s, a wait
 * for a lock after 5 s, a transaction after 30 s, an idle one after 15 s. One that is not answered
 * 2 s later rejects with CONNECTION_UNANSWERED; its connection is closed, and a new one takes its place.
 */
export function connect(url: string, options: ConnectOptions): Pool {
  const statementMs = options.statementMs ?? 10_000
  const sql = postgres(url, {
    max: options.max ?? 4,
    prepare: options.prepare ?? true,
    connect_timeout: 5,
    answer_timeout: (statementMs + answerMarginMs) / 1_000,
    keep_alive: 10,
    idle_timeout: 300,
    max_lifetime: null,
    backoff: attempt => Math.min(2, 0.1 * 2 ** attempt),
    types: asText,
    onnotice: () => {},
    connection: {
      application_name: options.applicationName,
      TimeZone: 'UTC',
      // A transaction pooler refuses what it does not track: there they are set on the role.
      ...(options.prepare === false
        ? {}
        : { ...limitsOf(statementMs), ...noticeVanished, ...uncompiled }),
      ...(options.planOnce ? plannedOnce : {}),
    },
  })
  const { planLimits = false } = options
  return {
    sql,
    db: withDrizzle(sql),
    planLimits,
    transaction: work =>
      sql.begin(tx => work({ sql: tx, db: withDrizzle(tx), planLimits })) as ReturnType<
        typeof work
      >,
    close: () => sql.end({ timeout: 5 }),
  }
}
