import { type ProblemCode, problemCodes } from '@prikke/contract'
import { expect, test } from 'vitest'
import { type Route, routesOf } from '../../test/json-schema.ts'
import type { Answer } from '../../test/open-api.ts'
import { atTheDoor } from '../../test/provoke-at-the-door.ts'
import { badFields, doors, inside } from '../../test/provoke-inside.ts'
import { type RefusalStage, setRefusalStage } from '../../test/refusal-stage.ts'
import { ofAnyRequest } from './refusals-of.ts'

/** Codes that an operation says it may answer, without those of any request. */
const codesOf = ({ operation }: Route): ProblemCode[] =>
  Object.values(operation.responses)
    .flatMap(({ content }) => content?.['application/problem+json']?.schema.allOf ?? [])
    .flatMap(({ properties }) => (properties?.code?.enum ?? []) as ProblemCode[])
    .filter(code => !ofAnyRequest.includes(code))

/** How a code is brought about; what a route does itself goes before what it shares with others. */
function provocation(stage: RefusalStage, route: Route, code: ProblemCode) {
  const own = inside[`${route.name} ${code}`]
  if (own !== undefined) return () => own(stage)
  const [door, fields] = [doors[route.name], badFields[code]]
  if (door !== undefined && fields !== undefined) return () => door(stage, fields)
  const general = atTheDoor[code]
  return general === undefined ? undefined : () => general(stage, route)
}

test('every code that the description has for an operation can be brought about there', async () => {
  const stage = await setRefusalStage()
  const faults: string[] = []
  for (const route of routesOf(stage.description)) {
    for (const code of codesOf(route)) {
      const provoke = provocation(stage, route, code)
      if (provoke === undefined) {
        faults.push(`${route.name} ${code}: nothing in apps/api/test brings it about`)
        continue
      }
      const said = await provoke().then(
        ({ status, body }: Answer) => `${status} ${body.code}`,
        (error: Error) => error.message,
      )
      if (!said.endsWith(` ${code}`)) faults.push(`${route.name} ${code}: ${said}`)
    }
  }
  expect(faults.join('\n')).toBe('')
}, 120_000)

test('every code belongs to an operation, to any request, or to paths that are none', async () => {
  const { description } = await setRefusalStage()
  const said = new Set([...ofAnyRequest, ...routesOf(description).flatMap(codesOf)])
  expect(problemCodes.filter(code => !said.has(code))).toEqual(['method_not_allowed'])
})

test('nothing is kept that brings about what no operation says', async () => {
  const { description } = await setRefusalStage()
  const said = routesOf(description).flatMap(route =>
    codesOf(route).map(code => `${route.name} ${code}`),
  )
  expect(Object.keys(inside).filter(name => !said.includes(name))).toEqual([])
})
