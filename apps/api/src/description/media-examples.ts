import { type Media, nameOf, type Schema } from './document.ts'
import { examples } from './examples.ts'

const keyOf = (name: string, index: number) => (index === 0 ? name : `${name}${index + 1}`)

/** What a body or an answer of this schema shows: examples of the components, or one made of them. */
export function mediaExamples(schema: Schema): Pick<Media, 'example' | 'examples'> {
  const name = nameOf(schema)
  if (name === undefined) return { example: madeOf(schema) }
  const own = (examples[name] ?? []).map((_, index) => keyOf(name, index))
  const refs = own.map(key => [key, { $ref: `#/components/examples/${key}` }])
  return { examples: Object.fromEntries(refs) }
}

/** For `components.examples`. */
export const namedExamples = Object.fromEntries(
  Object.entries(examples).flatMap(([name, own]) =>
    own.map((example, index) => [keyOf(name, index), example]),
  ),
)

/** One of a page: a single item, and no page after it. */
function madeOf(schema: Schema): unknown {
  const name = nameOf(schema)
  if (name !== undefined) return examples[name]?.[0]?.value
  const { type, properties, items, example } = schema
  if (example !== undefined) return example
  if (items !== undefined) return [madeOf(items)]
  if (properties !== undefined) {
    const entries = Object.entries(properties).map(([name, field]) => [name, madeOf(field)])
    return Object.fromEntries(entries)
  }
  return Array.isArray(type) && type.includes('null') ? null : undefined
}
