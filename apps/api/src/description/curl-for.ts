import { type ApiDocument, examplesOf, type Operation, parametersOf } from './document.ts'

type Asked = { method: string; path: string; operation: Operation }

/** A command that calls an operation as its example has it: with a key where one will do. */
export function curlFor({ method, path, operation }: Asked, document: ApiDocument): string {
  const origin = document.servers[0]?.url ?? ''
  const parameters = parametersOf(operation, document)
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    String(parameters.find(each => each.name === name)?.schema?.example ?? name),
  )
  const media = operation.requestBody?.content['application/json']
  const body = media === undefined ? undefined : examplesOf(media, document)[0]?.value
  const verb = method === (body === undefined ? 'GET' : 'POST') ? '' : ` -X ${method}`
  const { security = [] } = operation
  const byKey = security.some(way => way.apiKey !== undefined)
  return [
    `curl${verb} ${origin}${filled}`,
    ...(byKey ? ['-H "Authorization: Bearer $PRIKKE_KEY"'] : []),
    ...(!byKey && security.length > 0 ? ['-b jar'] : []),
    ...(!byKey && security.length > 0 && method !== 'GET' ? [`-H 'Origin: ${origin}'`] : []),
    ...(body === undefined
      ? []
      : ["-H 'Content-Type: application/json'", `-d '${quoted(JSON.stringify(body, null, 2))}'`]),
  ].join(' \\\n  ')
}

/** For a shell, within single quotes. */
const quoted = (text: string) => text.replaceAll("'", "'\\''")
