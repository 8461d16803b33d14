/** As much of JSON Schema as the description of the API uses. */
export type Schema = {
  $ref?: string
  type?: string | string[]
  description?: string
  enum?: unknown[]
  default?: unknown
  example?: unknown
  format?: string
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: boolean | Schema
  items?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
}

/** The name among the components of a schema that is only referred to. */
export const nameOf = ({ $ref }: Schema) => $ref?.replace('#/components/schemas/', '')

type Ref = { $ref: string }
export type Media = { schema?: Schema; example?: unknown; examples?: Record<string, Ref> }
export type Content = Record<string, Media>
export type Parameter = {
  name: string
  in: string
  required?: boolean
  description?: string
  schema?: Schema
}
export type Answer = { description: string; headers?: object; content?: Content }
export type Operation = {
  operationId: string
  summary: string
  description?: string
  tags: string[]
  security?: Record<string, string[]>[]
  parameters?: (Parameter | Ref)[]
  requestBody?: { content: Content }
  responses: Record<string, Answer | Ref>
}

/** The description of the API as its reader takes it. */
export type ApiDocument = {
  info: { version: string; summary: string; description: string }
  servers: { url: string }[]
  tags: { name: string; description: string }[]
  paths: Record<string, Record<string, Operation>>
  webhooks: Record<string, Record<string, Operation>>
  components: {
    schemas: Record<string, Schema>
    parameters: Record<string, Parameter>
    responses: Record<string, Answer>
    headers: object
    examples: Record<string, { summary: string; value: unknown }>
    securitySchemes?: object
  }
}

const lastOf = ({ $ref }: Ref) => $ref.slice($ref.lastIndexOf('/') + 1)

/** The parameters of an operation, those that stand elsewhere put in. */
export const parametersOf = ({ parameters = [] }: Operation, { components }: ApiDocument) =>
  parameters.flatMap(each => ('$ref' in each ? (components.parameters[lastOf(each)] ?? []) : each))

/** The answers of an operation by status, those that stand elsewhere put in. */
export const answersOf = ({ responses }: Operation, { components }: ApiDocument) =>
  Object.entries(responses).flatMap(([status, each]) => {
    const answer = '$ref' in each ? components.responses[lastOf(each)] : each
    return answer === undefined ? [] : [{ status, ...answer }]
  })

/** The examples of a body, each with what it shows. */
export function examplesOf(
  { example, examples = {} }: Media,
  { components }: ApiDocument,
): { summary: string; value: unknown }[] {
  const named = Object.values(examples).flatMap(ref => components.examples[lastOf(ref)] ?? [])
  return example === undefined ? named : [{ summary: 'An example', value: example }, ...named]
}
