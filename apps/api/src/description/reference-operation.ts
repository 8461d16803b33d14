import { type ProblemCode, refusals } from '@prikke/contract'
import { curlFor } from './curl-for.ts'
import {
  type ApiDocument,
  answersOf,
  examplesOf,
  nameOf,
  type Operation,
  parametersOf,
  type Schema,
} from './document.ts'
import { type Html, html, inline, prose } from './html.ts'
import { fieldsOf, fieldTable, typeOf } from './reference-fields.ts'
import { ofAnyRequest } from './refusals-of.ts'

type Entry = { method: string; path: string; operation: Operation }

/** One operation: who may call it, what it takes, what it answers, how it is called. */
export function operationSection(entry: Entry, document: ApiDocument): Html {
  const { method, path, operation } = entry
  const { operationId, summary, description } = operation
  const parameters = parametersOf(operation, document)
  const body = operation.requestBody?.content['application/json']?.schema
  return html`<article id="${operationId}">
    <h3><a class="plain" href="#${operationId}">${inline(summary)}</a></h3>
    <p class="call"><b class="${method.toLowerCase()}">${method}</b> <code>${path}</code></p>
    ${description !== undefined && prose(description)}
    <p class="who">${callers(operation)}</p>
    ${parameters.length > 0 && parameterTable(parameters)}
    ${body !== undefined && fieldsOf('Body', resolved(body, document))}
    <div class="sample">${sample('Request', curlFor(entry, document))}${answerSamples(operation, document)}</div>
    ${refusalList(operation, document)}
  </article>`
}

/** What Prikke sends: the same without a caller. */
export function webhookSection({ operation }: Entry, document: ApiDocument): Html {
  const { operationId, summary, description } = operation
  const media = operation.requestBody?.content['application/json']
  const answers = answersOf(operation, document).map(
    ({ status, description: said }) => html`<li><b>${status}</b> ${said}</li>`,
  )
  return html`<article id="${operationId}">
    <h3><a class="plain" href="#${operationId}">${summary}</a></h3>
    ${prose(description)}
    ${parameterTable(parametersOf(operation, document))}
    ${media?.schema !== undefined && html`<p>The body: ${typeOf(media.schema)}</p>`}
    ${
      media !== undefined &&
      html`<div class="sample">${examplesOf(media, document).map(({ value }) => sample('Body', json(value)))}</div>`
    }
    <h4>What your answer brings about</h4>
    <ul>${answers}</ul>
  </article>`
}

function callers({ security = [] }: Operation): Html {
  const scope = security.find(way => way.apiKey !== undefined)?.apiKey?.[0]
  const session = security.find(way => way.session !== undefined)?.session
  if (session === undefined) return html`Anyone may call this.`
  if (session[0] === 'operator') return html`For an operator of the instance; no API key.`
  const person =
    session[0] === undefined ? 'whoever is signed in' : `a session, of a role from ${session[0]} up`
  return scope === undefined
    ? html`For ${person}; no API key.`
    : html`With an API key of the scope <code>${scope}</code>, or ${person}.`
}

const parameterTable = (parameters: ReturnType<typeof parametersOf>) =>
  fieldTable(
    'Parameters',
    parameters.map(({ name, in: place, schema = {}, required = false, description = '' }) => ({
      name,
      schema,
      required,
      description: place === 'header' ? `Header. ${description}` : description,
    })),
  )

function resolved(schema: Schema, { components }: ApiDocument): Schema {
  return components.schemas[nameOf(schema) ?? ''] ?? schema
}

function answerSamples(operation: Operation, document: ApiDocument): Html[] {
  return answersOf(operation, document)
    .filter(({ status }) => Number(status) < 300)
    .map(({ status, description, content }) => {
      const media = content?.['application/json']
      const [example] = media === undefined ? [] : examplesOf(media, document)
      const title = html`${status} ${inline(description)}${media?.schema && html`: ${typeOf(media.schema)}`}`
      return example === undefined ? html`<p>${title}</p>` : sample(title, json(example.value))
    })
}

function refusalList(operation: Operation, document: ApiDocument): Html {
  const codes = answersOf(operation, document)
    .flatMap(({ content }) => content?.['application/problem+json']?.schema?.allOf ?? [])
    .flatMap(({ properties }) => (properties?.code?.enum ?? []) as ProblemCode[])
    .filter(code => !ofAnyRequest.includes(code))
  const items = codes.map(
    code => html`<li>${refusals[code].status} <a href="#${code}"><code>${code}</code></a></li>`,
  )
  return html`<details><summary>Refusals: ${codes.length}</summary><ul class="codes">${items}</ul></details>`
}

const json = (value: unknown) => JSON.stringify(value, null, 2)

/** Wider than a small screen: it scrolls by itself, also by keyboard. */
const sample = (title: Html | string, text: string) => html`<figure>
  <figcaption>${title}</figcaption>
  <pre tabindex="0"><code>${text}</code></pre>
</figure>`
