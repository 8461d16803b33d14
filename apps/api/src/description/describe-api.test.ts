import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { expect, test } from 'vitest'
import { type Description, type Media, readDescription, routesOf } from '../../test/json-schema.ts'
import { openApi } from '../../test/open-api.ts'
import { examples } from './examples.ts'

async function read() {
  const { app, call } = await openApi()
  const { body: document } = await call('GET', '/api/openapi.json')
  return { app, document, description: readDescription(document) }
}

/** Fails for a value that JSON Schema does not take, where `$ref` leads into the document. */
function judgeOf(document: object) {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats.default(ajv)
  ajv.addSchema(document, 'api')
  return (ref: string, value: unknown): string[] => {
    const isValid = ajv.validate({ $ref: `api#${ref}` }, value)
    return isValid
      ? []
      : (ajv.errors ?? []).map(error => `${ref}${error.instancePath} ${error.message}`)
  }
}

test('the description is valid OpenAPI 3.1', async () => {
  const { document } = await read()
  const { valid, errors } = await new Validator().validate(structuredClone(document))
  expect([valid, errors]).toEqual([true, undefined])
  expect(document.openapi).toBe('3.1.0')
  expect(Object.keys(document.components.securitySchemes).sort()).toEqual(['apiKey', 'session'])
})

test('every operation has a name of its own, says what it does, and belongs to a tag that is described', async () => {
  const { document, description } = await read()
  const operations = routesOf(description).map(({ operation }) => operation)
  const names = operations.map(({ operationId }) => operationId)
  expect(names.filter(name => !/^[a-z]+([A-Z][a-z]+)*$/.test(name ?? ''))).toEqual([])
  expect(new Set(names).size).toBe(names.length)
  expect(operations.filter(({ summary }) => !/^[A-Z].*[^.]$/.test(summary ?? ''))).toEqual([])
  const tags = document.tags.map((tag: { name: string }) => tag.name)
  expect(document.tags.filter((tag: { description?: string }) => !tag.description)).toEqual([])
  expect(new Set([...operations.flatMap(each => each.tags), 'Webhooks'])).toEqual(new Set(tags))
})

test('every parameter says what it is', async () => {
  const { description } = await read()
  const silent = routesOf(description).flatMap(({ name, operation }) =>
    (operation.parameters ?? [])
      .filter(parameter => !parameter.description)
      .map(parameter => `${name} ${parameter.name}`),
  )
  expect(silent).toEqual([])
})

test('every body and every answer has an example, and each example fits its schema', async () => {
  const { document, description } = await read()
  const fits = judgeOf(document)
  const faults: string[] = []
  const look = (at: string, media: Media | undefined) => {
    if (media === undefined) return
    const values = Object.values(media.examples ?? {}).map(each => each.value)
    if (media.example !== undefined) values.push(media.example)
    if (values.length === 0) faults.push(`${at} has no example`)
    for (const value of values) faults.push(...fits(`${at}/schema`, value))
  }
  for (const { path, method, operation } of routesOf(description)) {
    const at = `/paths/${pointer(path)}/${method.toLowerCase()}`
    const json = 'application/json'
    look(`${at}/requestBody/content/${pointer(json)}`, operation.requestBody?.content?.[json])
    for (const [status, answer] of Object.entries(operation.responses)) {
      look(`${at}/responses/${status}/content/${pointer(json)}`, answer.content?.[json])
    }
  }
  for (const [name, own] of Object.entries(examples)) {
    for (const { value } of own) faults.push(...fits(`/components/schemas/${name}`, value))
  }
  expect(faults).toEqual([])
})

test('an answer that is not as its schema has it is a fault', async () => {
  const { document } = await read()
  const fits = judgeOf(document)
  const [job] = examples.Job ?? []
  expect(fits('/components/schemas/Job', job?.value)).toEqual([])
  expect(fits('/components/schemas/Job', { ...(job?.value as object), version: 'x' })).toEqual([
    '/components/schemas/Job/version must be integer',
  ])
})

test('every field that its name does not explain is described', async () => {
  const { description } = await read()
  expect(undescribed(description)).toEqual([])
})

test('the description is sent once: who has it is told so', async () => {
  const { app } = await read()
  const first = await app.request('/api/openapi.json')
  const etag = first.headers.get('etag') ?? ''
  expect([first.status, first.headers.get('cache-control')]).toEqual([200, 'no-cache'])
  const again = await app.request('/api/openapi.json', { headers: { 'if-none-match': etag } })
  expect([again.status, await again.text()]).toEqual([304, ''])
  const zipped = await app.request('/api/openapi.json', {
    headers: { 'accept-encoding': 'br, gzip' },
  })
  expect(zipped.headers.get('content-encoding')).toBe('gzip')
  expect((await zipped.arrayBuffer()).byteLength).toBeLessThan(60_000)
})

test('the description names for each operation who may call it', async () => {
  const { description } = await read()
  for (const { name, operation } of routesOf(description)) {
    const isOpen = operation.security.length === 0
    expect([name, '401' in operation.responses]).toEqual([
      name,
      !isOpen || name === 'POST /api/auth/login',
    ])
  }
})

const pointer = (name: string) => encodeURIComponent(name.replaceAll('/', '~1'))

/** What everybody knows. */
const plain = new Set(
  `id name email url method body timezone enabled status slug role kind address code message title
  detail type data user organization organizations user userId jobId jobName createdAt updatedAt
  expiresAt lastUsedAt joinedAt description counts success failed timeout missed skipped cancelled
  pending running p50 p95 p99 from to password job execution links headers startedAt finishedAt
  durationMs organizationName dnsMs connectMs tlsMs firstByteMs totalMs created updated unchanged
  deleted members invites keys channels jobs alerts`.split(/\s+/),
)

function undescribed({ components }: Description): string[] {
  return Object.entries(components.schemas).flatMap(([schema, { properties = {} }]) =>
    Object.entries(properties)
      .filter(([name, field]) => !plain.has(name) && !field.description && !field.$ref)
      .map(([name]) => `${schema}.${name}`),
  )
}
