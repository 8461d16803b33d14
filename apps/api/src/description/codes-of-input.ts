import type { ProblemCode } from '@prikke/contract'

/** As much of a zod schema, or of one of its checks, as is looked at here. */
type Part = { _zod: { def: Record<string, unknown> } }

/** The codes with which a schema of a body or a query refuses, read off the schema itself. */
export function codesOfInput(schema: unknown): ProblemCode[] {
  const parts = partsOf(schema)
  const own = parts.map(
    ({ _zod: { def } }) => (def.params as { code?: ProblemCode } | undefined)?.code,
  )
  const isStrict = parts.some(
    ({ _zod: { def } }) => isPart(def.catchall) && kindOf(def.catchall) === 'never',
  )
  const hasCursor = parts.some(({ _zod: { def } }) => Object.hasOwn(def.shape ?? {}, 'cursor'))
  return [
    'validation_failed',
    ...(isStrict ? (['unknown_field'] as const) : []),
    ...(hasCursor ? (['cursor_invalid'] as const) : []),
    ...own.filter(code => code !== undefined),
  ]
}

/** The schema with all that it is made of: fields, items, branches, checks. */
function partsOf(value: unknown): Part[] {
  if (isPart(value)) return [value, ...Object.values(value._zod.def).flatMap(partsOf)]
  if (Array.isArray(value)) return value.flatMap(partsOf)
  const isPlain = typeof value === 'object' && value !== null && value.constructor === Object
  return isPlain ? Object.values(value).flatMap(partsOf) : []
}

const isPart = (value: unknown): value is Part =>
  typeof value === 'object' && value !== null && '_zod' in value

const kindOf = ({ _zod: { def } }: Part) => def.type
