import { refusals } from '@prikke/contract'
import type { ApiDocument, Operation } from './document.ts'
import { type Html, html, inline, prose } from './html.ts'
import { fieldsOf, typeOf } from './reference-fields.ts'
import { operationSection, webhookSection } from './reference-operation.ts'

type Entry = { method: string; path: string; operation: Operation }

/**
 * The description of the API as a page for people, whole without a script. `stylesheets` are those
 * of the dashboard, whose look and theme it takes; without them it has the browser's.
 */
export function referencePage(document: ApiDocument, stylesheets: readonly string[]): string {
  const { info, tags, components } = document
  const operations = entriesIn(document.paths)
  const webhooks = entriesIn(document.webhooks)
  const sections = tags.map(tag => ({
    ...tag,
    entries: operations.filter(({ operation }) => operation.tags.includes(tag.name)),
  }))
  const shown = sections.filter(({ entries }) => entries.length > 0)
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="description" content="${info.summary}">
    <title>API · Prikke</title>
    ${stylesheets.length > 0 && html`<link rel="icon" href="/favicon.svg" type="image/svg+xml"><script src="/theme.js"></script>`}
    <link rel="stylesheet" href="/docs/api.css">
    ${stylesheets.map(href => html`<link rel="stylesheet" href="${href}">`)}
  </head>
  <body>
    <header>
      <a href="/">Prikke</a>
      <a class="to-contents" href="#contents">Contents</a>
    </header>
    <div class="columns">
      <main>
        <h1>API</h1>
        <p class="version">Version ${info.version} · <a href="/api/openapi.json">OpenAPI 3.1</a></p>
        ${prose(info.description)}
        ${shown.map(
          ({ name, description, entries }) => html`<section aria-labelledby="${name}">
            <h2 id="${name}">${name}</h2>
            ${prose(description)}
            ${entries.map(entry => operationSection(entry, document))}
          </section>`,
        )}
        <section aria-labelledby="Webhooks">
          <h2 id="Webhooks">Webhooks</h2>
          <p>What Prikke sends.</p>
          ${webhooks.map(entry => webhookSection(entry, document))}
        </section>
        <section aria-labelledby="Refusals">
          <h2 id="Refusals">Refusals</h2>
          ${refusalTable()}
        </section>
        <section aria-labelledby="Objects">
          <h2 id="Objects">Objects</h2>
          ${Object.entries(components.schemas).map(
            ([name, schema]) => html`<article id="${name}">
              <h3><a class="plain" href="#${name}">${name}</a></h3>
              ${schema.description !== undefined && prose(schema.description)}
              ${fieldsOf('Fields', schema) || html`<p>${typeOf(schema)}</p>`}
            </article>`,
          )}
        </section>
      </main>
      ${contents(shown, webhooks)}
    </div>
  </body>
</html>
`.text
}

const entriesIn = (paths: ApiDocument['paths']): Entry[] =>
  Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([name, operation]) => {
      const method = name.toUpperCase()
      return { method, path, operation }
    }),
  )

/** After the text, beside which it stands where there is room: on a small screen it is the end of it. */
function contents(sections: { name: string; entries: Entry[] }[], webhooks: Entry[]): Html {
  const list = (entries: Entry[]) =>
    entries.map(
      ({ method, operation: { operationId, summary } }) =>
        html`<li><a href="#${operationId}"><b class="${method.toLowerCase()}">${method}</b><span>${inline(shortened(summary))}</span></a></li>`,
    )
  return html`<nav id="contents" aria-label="Contents">
    ${sections.map(({ name, entries }) => html`<p><a href="#${name}">${name}</a></p><ul>${list(entries)}</ul>`)}
    <p><a href="#Webhooks">Webhooks</a></p>
    <ul>${list(webhooks)}</ul>
    <p><a href="#Refusals">Refusals</a></p>
    <p><a href="#Objects">Objects</a></p>
  </nav>`
}

/** The first clause says it. */
const shortened = (summary: string) => summary.split(/[;:,]/)[0] ?? summary

function refusalTable(): Html {
  const rows = Object.entries(refusals).map(
    ([code, { status, meaning }]) => html`<tr id="${code}">
      <th scope="row"><code>${code}</code></th><td>${status}</td><td>${inline(meaning)}</td>
    </tr>`,
  )
  return html`<table>
    <caption>Every code that a problem may have</caption>
    <thead><tr><th scope="col">Code</th><th scope="col">Status</th><th scope="col">Meaning</th></tr></thead>
    <tbody>${rows}</tbody>
  </table>`
}
