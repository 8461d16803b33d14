import { nameOf, type Schema } from './document.ts'
import { type Html, html, inline } from './html.ts'

/** What a schema may hold, in words. */
export function typeOf(schema: Schema): Html {
  const name = nameOf(schema)
  if (name !== undefined) return html`<a href="#${name}">${name}</a>`
  const branches = schema.anyOf ?? schema.oneOf ?? schema.allOf
  if (branches !== undefined) return joined(branches.map(typeOf), ' or ')
  const types = [schema.type ?? []].flat()
  const isNullable = types.includes('null')
  const kinds = types.filter(type => type !== 'null').map(type => kindOf(type, schema))
  return joined([...kinds, ...(isNullable ? [html`null`] : [])], ' or ')
}

function kindOf(type: string, { enum: values, items, format, additionalProperties }: Schema): Html {
  if (values !== undefined) {
    const shown = values.filter(value => value !== null)
    return joined(
      shown.map(value => html`<code>${String(value)}</code>`),
      ' ',
    )
  }
  if (type === 'array' && items !== undefined) return html`list of ${typeOf(items)}`
  if (type === 'object' && typeof additionalProperties === 'object') {
    return html`object of ${typeOf(additionalProperties)}`
  }
  return html`${formats[format ?? ''] ?? type}`
}

const formats: Record<string, string> = { 'date-time': 'instant', uuid: 'id', email: 'address' }

const joined = (parts: Html[], between: string): Html =>
  html`${parts.map((part, index) => html`${index > 0 && between}${part}`)}`

type Field = { name: string; schema: Schema; required: boolean; description?: string | undefined }

/** A table of fields or parameters; on a narrow screen each row is a block. */
export function fieldTable(caption: string, fields: readonly Field[]): Html {
  const rows = fields.map(
    ({ name, schema, required, description = schema.description }) => html`<tr>
      <th scope="row"><code>${name}</code>${required && html` <em>required</em>`}</th>
      <td>${typeOf(schema)}${bounds(schema)}</td>
      <td>${description !== undefined && inline(description)}</td>
    </tr>`,
  )
  return html`<table>
    <caption>${caption}</caption>
    <thead><tr><th scope="col">Name</th><th scope="col">Type</th><th scope="col">Meaning</th></tr></thead>
    <tbody>${rows}</tbody>
  </table>`
}

/** Of the object that a schema describes; nothing for one without fields. */
export function fieldsOf(caption: string, { properties, required = [] }: Schema): Html | false {
  const fields = Object.entries(properties ?? {}).map(([name, schema]) => ({
    name,
    schema,
    required: required.includes(name) && schema.default === undefined,
  }))
  return fields.length > 0 && fieldTable(caption, fields)
}

function bounds({ default: fallback, minimum, maximum, minLength, maxLength }: Schema): Html[] {
  const [least, most] = [minimum ?? minLength, maximum ?? maxLength]
  const sign = minimum === undefined && maximum === undefined ? ' characters' : ''
  const range =
    least !== undefined && most !== undefined
      ? `${shown(least)} to ${shown(most)}${sign}`
      : most !== undefined && `up to ${shown(most)}${sign}`
  return [
    html`${range && html`<br><small>${range}</small>`}`,
    html`${fallback !== undefined && fallback !== null && html`<br><small>default <code>${JSON.stringify(fallback)}</code></small>`}`,
  ]
}

const shown = (value: number) => value.toLocaleString('en-US')
