import type { ProblemCode, Scope } from '@prikke/contract'
import { type Deed, deeds } from './acts.ts'
import { endSearch } from './end-search.ts'
import { type JsonSchema, plain, type Route } from './json-schema.ts'
import type { Answer, Call, Sent } from './open-api.ts'
import type { RefusalStage } from './refusal-stage.ts'

type Provoke = (stage: RefusalStage, route: Route) => Promise<Answer>

/** What every route of a kind is refused alike, before its own work begins. */
export const atTheDoor: Partial<Record<ProblemCode, Provoke>> = {
  unauthenticated: (stage, route) => ask(stage.call, stage, route),
  session_required: (stage, route) => ask(stage.byKey, stage, route),
  operator_required: (stage, route) => ask(stage.another.call, stage, route),
  scope_missing: (stage, route) => ask(stage.byKeyWithout(scopeOf(route)), stage, route),
  forbidden: (stage, route) =>
    ask(roleOf(route) === 'owner' ? stage.admin.call : stage.member.call, stage, route),
  organization_required: (stage, route) => ask(stage.several.call, stage, route),
  organization_deleted: (stage, route) =>
    ask(stage.gone.call, stage, route, {}, stage.gone.organization.id),
  not_found: (stage, route) =>
    route.path.includes('{')
      ? ask(
          callerFor(stage, route),
          stage,
          route,
          {},
          /{invite}/.test(route.path) ? longest : nobody,
        )
      : ask(stage.owner.call, stage, route, { headers: { 'prikke-organization': 'nowhere' } }),
  csrf_failed: (stage, route) =>
    ask(stage.call, stage, route, { headers: { origin: 'https://evil.example' } }),
  json_invalid: (stage, route) => askWell(stage, route, { text: '{' }),
  json_too_deep: (stage, route) => askWell(stage, route, { text: '['.repeat(65) }),
  body_too_large: (stage, route) =>
    askWell(stage, route, { headers: { 'content-length': String(9 * 1024 * 1024) } }),
  unsupported_encoding: (stage, route) =>
    askWell(stage, route, { headers: { 'content-encoding': 'gzip' } }),
  unsupported_media_type: (stage, route) =>
    askWell(stage, route, { headers: { 'content-type': 'text/plain' } }),
  validation_failed: (stage, route) =>
    route.operation.requestBody === undefined
      ? askWell(stage, route, {}, twice(route))
      : askWell(stage, route, { body: [] }),
  unknown_field: (stage, route) =>
    route.operation.requestBody === undefined
      ? askWell(stage, route, {}, '?nope=1')
      : askWell(stage, route, { body: { ...bodyOf(route), nope: 1 } }),
  text_invalid: async (stage, route) => {
    for (const [sent, query] of spoiltTexts(stage, route)) {
      const answer = await askWell(stage, route, sent, query)
      if (answer.body.code === 'text_invalid') return answer
    }
    throw new Error(`no text of ${route.name} is refused`)
  },
  cursor_invalid: (stage, route) => askWell(stage, route, {}, '?cursor=x'),
  idempotency_key_invalid: (stage, route) =>
    askWell(stage, route, { headers: { 'idempotency-key': 'x'.repeat(256) } }),
  idempotency_key_reused: async (stage, route) => {
    const { send, headers } = await named(stage, route)
    return await send({ headers, query: '?again' })
  },
  idempotency_key_in_use: async (stage, route) => {
    const { send, headers } = await named(stage, route)
    return await stage.pool.transaction(async ({ sql }) => {
      await sql`select pg_advisory_xact_lock(hashtextextended('idempotency ' || hash, 0))
        from idempotency_keys`
      return await send({ headers })
    })
  },
  version_conflict: async (stage, route) => {
    const { send } = await deedOf(stage, route)
    return await send({ headers: { 'if-match': '"another"' } })
  },
  search_too_wide: (stage, route) => endSearch(stage.pool, () => askWell(stage, route, {})),
  rate_limited: (stage, route) => {
    const takesKey = route.operation.security.some(way => way.apiKey !== undefined)
    const isOpen = route.operation.security.length === 0
    const own = takesKey ? stage.headersOfKey.all : isOpen ? {} : stage.headersOfOwner
    return ask(stage.spent(own), stage, route)
  },
}

async function deedOf({ acts }: RefusalStage, { name }: Route): Promise<Deed> {
  const prepare = deeds[name]
  if (prepare === undefined) throw new Error(`test/acts.ts has not how ${name} is done`)
  return await prepare(acts)
}

/** What was done by a request that named itself. */
async function named(stage: RefusalStage, route: Route) {
  const headers = { 'idempotency-key': crypto.randomUUID() }
  const { send } = await deedOf(stage, route)
  await send({ headers })
  return { send, headers }
}

const nobody = '00000000-0000-7000-8000-000000000000'
const longest = 'x'.repeat(201)

const roleOf = ({ operation }: Route) =>
  operation.security.find(way => way.session !== undefined)?.session?.[0]
const scopeOf = ({ operation }: Route) =>
  operation.security.find(way => way.apiKey !== undefined)?.apiKey?.[0] as Scope

/** Who may. */
function callerFor(stage: RefusalStage, route: Route): Call {
  if (route.operation.security.length === 0) return stage.call
  return scopeOf(route) === undefined ? stage.owner.call : stage.byKey
}

const bodiesOf = ({ operation }: Route): object[] => {
  const media = operation.requestBody?.content?.['application/json']
  return Object.values(media?.examples ?? {}).map(({ value }) => value as object)
}
const bodyOf = (route: Route) => bodiesOf(route)[0]

/** Asks with the body that is the example of the route, unless it is told another. */
async function ask(
  call: Call,
  { organization }: RefusalStage,
  route: Route,
  sent: Sent & { query?: string } = {},
  id = route.path.startsWith('/api/organizations/') ? organization.id : nobody,
): Promise<Answer> {
  const body = bodyOf(route)
  const said = sent.text === undefined && body !== undefined ? { body, ...sent } : sent
  const path = route.path.replace(/{\w+}/, id)
  return await call(route.method, path + withRequired(route, sent.query ?? ''), said)
}

/** A query with what the route must be told: ids, which are nobody's. */
function withRequired({ operation }: Route, query: string): string {
  const missing = (operation.parameters ?? [])
    .filter(({ name, required }) => required && !query.includes(`${name}=`))
    .filter(parameter => parameter.in === 'query')
    .map(({ name }) => `${name}=${nobody}`)
  return [query, ...missing].reduce((all, part) => `${all}${all === '' ? '?' : '&'}${part}`)
}

const askWell = (stage: RefusalStage, route: Route, sent: Sent, query = '') =>
  ask(callerFor(stage, route), stage, route, { ...sent, query })

/** A parameter is given once. */
function twice({ operation }: Route): string {
  const name = operation.parameters?.find(parameter => parameter.in === 'query')?.name
  return `?${name}=1&${name}=1`
}

/** A NUL in each text that a route may be told, one at a time. */
function spoiltTexts(stage: RefusalStage, route: Route): [Sent, string][] {
  const { parameters = [], requestBody } = route.operation
  const schema = requestBody?.content?.['application/json']?.schema
  const queries = parameters.filter(parameter => parameter.in === 'query')
  return [
    ...queries.map(({ name }): [Sent, string] => [{}, `?${name}=%00`]),
    ...bodiesOf(route)
      .flatMap(body => [
        ...spoilt(body),
        ...fieldsOf(schema, stage).map(name => ({ ...body, [name]: 'a\0' })),
      ])
      .map((body): [Sent, string] => [{ body }, '']),
  ]
}

const fieldsOf = (schema: JsonSchema | undefined, { description }: RefusalStage) =>
  schema === undefined ? [] : Object.keys(plain(schema, description).properties ?? {})

/** The value once for each text in it, which holds a NUL then. */
function spoilt(value: unknown): unknown[] {
  if (typeof value === 'string') return [`${value}\0`]
  if (Array.isArray(value)) {
    return value.flatMap((each, at) => spoilt(each).map(bad => value.with(at, bad)))
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, each]) =>
    spoilt(each).map(bad => ({ ...value, [name]: bad })),
  )
}
