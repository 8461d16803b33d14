/** As much of JSON Schema as the description of the API uses. */
export type JsonSchema = {
  $ref?: string
  allOf?: JsonSchema[]
  anyOf?: JsonSchema[]
  description?: string
  type?: string | string[]
  enum?: unknown[]
  properties?: Record<string, JsonSchema>
  required?: string[]
  additionalProperties?: boolean | JsonSchema
  items?: JsonSchema
  format?: string
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  maxItems?: number
}

export type Media = {
  schema: JsonSchema
  example?: unknown
  examples?: Record<string, { value: unknown }>
}
type Content = { $ref?: string; description?: string; content?: Record<string, Media> }
export type Operation = {
  operationId: string
  summary: string
  tags: string[]
  security: Partial<Record<'apiKey' | 'session', string[]>>[]
  parameters?: {
    name: string
    in: 'path' | 'query' | 'header'
    required?: boolean
    description?: string
    schema: JsonSchema
  }[]
  requestBody?: Content
  responses: Record<string, Content>
}

/** `/api/openapi.json`, its references followed save those to schemas. */
export type Description = {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, JsonSchema> }
}

/** Puts what is referred to in its place: parameters, answers, examples; schemas stay as they are. */
export function readDescription(document: unknown): Description {
  const within = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(within)
    if (typeof value !== 'object' || value === null) return value
    const ref = '$ref' in value ? String(value.$ref) : '#/components/schemas/'
    if (!ref.startsWith('#/components/schemas/')) return within(at(document, ref))
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, within(each)]))
  }
  return within(document) as Description
}

/** What a reference such as `#/components/parameters/Organization` leads to. */
const at = (document: unknown, ref: string): unknown =>
  ref
    .split('/')
    .slice(1)
    .reduce((place, name) => (place as Record<string, unknown>)[name], document)

/** Follows references and puts `allOf` together into one schema. */
export function plain(schema: JsonSchema, { components }: Description): JsonSchema {
  const { $ref, allOf = [], ...own } = schema
  const name = $ref?.replace('#/components/schemas/', '')
  const referred = name === undefined ? undefined : components.schemas[name]
  if (name !== undefined && referred === undefined) throw new Error(`${$ref} is not described`)
  const parts = [...(referred === undefined ? [] : [referred]), ...allOf]
  const all = [...parts.map(part => plain(part, { components, paths: {} })), own]
  const properties = Object.assign({}, ...all.map(part => part.properties))
  const required = all.flatMap(part => part.required ?? [])
  return Object.assign({}, ...all, { properties, required })
}

const formats: Record<string, RegExp> = {
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
}

/**
 * Everything in which an answer departs from its description. Stricter than JSON Schema: a field
 * that the description does not name is a fault, and instants are UTC with milliseconds.
 */
export function faultsOf(
  value: unknown,
  described: JsonSchema,
  description: Description,
  at = 'answer',
): string[] {
  const schema = plain(described, description)
  if (schema.anyOf !== undefined) {
    const tries = schema.anyOf.map(one => faultsOf(value, one, description, at))
    return tries.some(faults => faults.length === 0) ? [] : (tries[0] ?? [])
  }
  const types = [schema.type ?? []].flat()
  // A schema that asks for nothing takes anything.
  if (types.length === 0 && schema.enum === undefined && !hasFields(schema)) return []
  const type = typeOf(value)
  if (
    types.length > 0 &&
    !types.includes(type) &&
    !(type === 'integer' && types.includes('number'))
  )
    return [`${at} is ${type}, not ${types.join(' or ')}`]
  if (schema.enum !== undefined && value !== null && !schema.enum.includes(value))
    return [`${at} is ${JSON.stringify(value)}, none of ${schema.enum.join(', ')}`]
  if (typeof value === 'string') return formatFaults(value, schema, at)
  if (typeof value === 'number') return rangeFaults(value, schema, at)
  if (Array.isArray(value)) {
    const { items } = schema
    return value.flatMap((item, index) =>
      items === undefined ? [] : faultsOf(item, items, description, `${at}.${index}`),
    )
  }
  return typeof value === 'object' && value !== null
    ? fieldFaults(value as Record<string, unknown>, schema, description, at)
    : []
}

const hasFields = ({ properties = {}, additionalProperties }: JsonSchema) =>
  Object.keys(properties).length > 0 || additionalProperties !== undefined

function fieldFaults(
  value: Record<string, unknown>,
  { properties = {}, required = [], additionalProperties = false }: JsonSchema,
  description: Description,
  at: string,
): string[] {
  const missing = required.filter(name => !(name in value)).map(name => `${at}.${name} is missing`)
  const wrong = Object.entries(value).flatMap(([name, field]) => {
    const schema = Object.hasOwn(properties, name) ? properties[name] : additionalProperties
    if (schema === true) return []
    if (schema === false || schema === undefined) return [`${at}.${name} is not described`]
    return faultsOf(field, schema, description, `${at}.${name}`)
  })
  return [...missing, ...wrong]
}

function formatFaults(value: string, { format }: JsonSchema, at: string): string[] {
  const pattern = format === undefined ? undefined : formats[format]
  return pattern === undefined || pattern.test(value) ? [] : [`${at} is no ${format}: ${value}`]
}

function rangeFaults(value: number, { minimum, maximum }: JsonSchema, at: string): string[] {
  const inside = value >= (minimum ?? -Infinity) && value <= (maximum ?? Infinity)
  return inside ? [] : [`${at} is ${value}, outside ${minimum} to ${maximum}`]
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  return Number.isInteger(value) ? 'integer' : typeof value
}

export type Route = { name: string; method: string; path: string; operation: Operation }

/** Every operation with its name, such as `POST /api/jobs`. */
export const routesOf = ({ paths }: Description): Route[] =>
  Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([name, operation]) => {
      const method = name.toUpperCase()
      return { name: `${method} ${path}`, method, path, operation }
    }),
  )
