import fc from 'fast-check'
import { expect, test } from 'vitest'
import { asMeant } from '../test/as-meant.ts'
import { answerFaults } from '../test/described.ts'
import { isByToken } from '../test/fuzz-people.ts'
import { setFuzzStage } from '../test/fuzz-stage.ts'
import {
  type Description,
  type Operation,
  plain,
  type Route,
  readDescription,
  routesOf,
} from '../test/json-schema.ts'
import { type OddRequest, oddRequests } from '../test/odd-requests.ts'
import type { WireAnswer, WireRequest } from '../test/wire.ts'

/** Requests to each route. */
const cases = Number(process.env.PRIKKE_FUZZ_CASES ?? 80)
/** From so many requests to a route on, each of its inputs is among what it takes. */
const fewestToTakeAll = 200
const seed = Number(process.env.PRIKKE_FUZZ_SEED ?? Date.now() % 2 ** 31)
/** Part of the names of the routes to try; all when empty. */
const only = process.env.PRIKKE_FUZZ_ROUTE ?? ''
const replay = `PRIKKE_FUZZ_CASES=${cases} PRIKKE_FUZZ_SEED=${seed}`

const lanes = 4
const answeredWithinMs = 2_000

test(`every route answers any request in time, with what the description says; ${replay}`, async () => {
  // At once: a run that never ends would not say how to begin it again.
  process.stdout.write(`${replay}\n`)
  const stage = await setFuzzStage()
  const description = readDescription(await stage.describe())
  const routes = routesOf(description).filter(({ name }) => name.includes(only))
  const tallies = new Map<string, Map<number, number>>()
  const taken = new Map<string, Set<string>>()
  const failures: string[] = []

  const tryOut = async (route: Route) => {
    const { name, path, operation } = route
    const tally = new Map<number, number>()
    const said = new Set<string>()
    tallies.set(name, tally)
    taken.set(name, said)
    const sense = asMeant[name] ?? (body => body)
    const requests = oddRequests(route.method, operation, description, body =>
      sense(body as Record<string, unknown>),
    )
    const property = fc.asyncProperty(requests, async odd => {
      const sent = await stage.fill(path, odd)
      const answer = await inTime(stage.call, sent)
      const found = faults(route, odd, answer, description).join('\n')
      expect(found, shownOf(name, sent, answer)).toBe('')
      tally.set(answer.status, (tally.get(answer.status) ?? 0) + 1)
      if (answer.status < 300 && odd.method === route.method)
        for (const word of wordsOf(sent)) said.add(word)
    })
    const { errorInstance } = await fc.check(property, { numRuns: cases, seed })
    if (errorInstance !== null) failures.push(`${name}: ${(errorInstance as Error).message}`)
  }

  const waiting = [...routes]
  const lane = async () => {
    for (let route = waiting.shift(); route !== undefined; route = waiting.shift())
      await tryOut(route)
  }
  await Promise.all(Array.from({ length: lanes }, lane))

  expect([...failures, ...stage.troubles].join('\n\n')).toBe('')
  process.stdout.write(
    [...tallies].map(([name, tally]) => `${name}  ${shownTally(tally)}\n`).join(''),
  )
  expect([...tallies.keys()].sort()).toEqual(routes.map(({ name }) => name).sort())
  // Requests that are all refused at the door would say nothing about the rooms behind.
  for (const { name, operation } of routes) {
    const tally = tallies.get(name) ?? new Map<number, number>()
    const fine = [...tally].reduce((sum, [status, n]) => (status < 300 ? sum + n : sum), 0)
    expect(fine, `${name} took almost nothing`).toBeGreaterThan(cases / 20)
    expect(fine, `${name} refused nothing`).toBeLessThan(cases)
    const unsaid = inputsOf(operation, description).filter(input => !taken.get(name)?.has(input))
    // Of fewer requests it would be luck.
    if (cases >= fewestToTakeAll) expect(unsaid, `${name} never took these`).toEqual([])
  }
}, 1_800_000)

/** The names of all that a route may be told. */
function inputsOf({ parameters = [], requestBody }: Operation, description: Description): string[] {
  const schema = requestBody?.content?.['application/json']?.schema
  const fields = schema === undefined ? {} : (plain(schema, description).properties ?? {})
  const inQuery = parameters.filter(parameter => parameter.in === 'query')
  return [...inQuery.map(parameter => parameter.name), ...Object.keys(fields)]
}

/** The names that a request said, in its query and in its body. */
function wordsOf({ path, body }: WireRequest): string[] {
  const query = new URLSearchParams(path.split('?')[1] ?? '')
  // Like the API, this takes a byte order mark for a space.
  const text = body?.toString('utf8').trim() ?? ''
  const fields = text.startsWith('{') ? Object.keys(JSON.parse(text)) : []
  return [...query.keys(), ...fields]
}

const shownTally = (tally: Map<number, number>) =>
  [...tally]
    .sort(([a], [b]) => a - b)
    .map(([status, count]) => `${count} × ${status}`)
    .join(', ')

/** A busy machine is no fault of the API: what came late is asked again. */
async function inTime(
  call: (sent: WireRequest) => Promise<WireAnswer>,
  sent: WireRequest,
): Promise<WireAnswer> {
  const first = await call(sent)
  if (first.afterMs < answeredWithinMs) return first
  const second = await call(sent)
  return second.afterMs < answeredWithinMs ? second : await call(sent)
}

/** Everything that is wrong with an answer. */
function faults(
  { path, operation }: Route,
  odd: OddRequest,
  { status, headers, body, afterMs }: WireAnswer,
  description: Description,
): string[] {
  const found: string[] = []
  if (afterMs >= answeredWithinMs) found.push(`took ${Math.round(afterMs)} ms`)
  if (headers['x-request-id'] === undefined) found.push('does not name its request')
  const foreign =
    (odd.id.whose === 'theirs' && odd.caller !== 'stranger') ||
    (odd.id.whose === 'ours' && odd.caller === 'stranger')
  const hasId = operation.parameters?.some(parameter => parameter.in === 'path') === true
  const usesId = hasId && !isByToken(odd.method, path)
  if (usesId && foreign && status < 400) found.push(`${status} for what belongs to another`)
  if (status >= 500) return [...found, 'is a failure of ours']
  // A segment such as `.` leads elsewhere.
  if (status === 405 && odd.id.whose === 'nobody') return found
  // Another method than the route's may be that of its neighbour.
  const asked = { method: odd.method, path: path.replaceAll(/[{}]/g, '') }
  const requestId = headers['x-request-id']?.toString() ?? null
  const type = headers['content-type'] ?? null
  return [...found, ...answerFaults(description, asked, { status, type, requestId, text: body })]
}

function shownOf(name: string, { method, path, headers, body }: WireRequest, answer: WireAnswer) {
  const asked = `${method} ${path.slice(0, 300)}\n${JSON.stringify(headers)}\n${body?.toString('utf8').slice(0, 1_000)}`
  return `${name}; ${replay} PRIKKE_FUZZ_ROUTE='${name}'\n${asked}\n→ ${answer.status} ${answer.body.slice(0, 1_000)}`
}
