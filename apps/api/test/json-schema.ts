/** As much of JSON Schema as the description of the API uses. */
export type JsonSchema = {
  $ref?: string
  allOf?: JsonSchema[]
  anyOf?: JsonSchema[]
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

type Content = { content?: Record<string, { schema: JsonSchema }> }
export type Operation = {
  security: Partial<Record<'apiKey' | 'session', string[]>>[]
  parameters?: { name: string; in: 'path' | 'query'; schema: JsonSchema }[]
  requestBody?: Content
  responses: Record<string, Content>
}

/** `/api/openapi.json`. */
export type Description = {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, JsonSchema> }
}

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
