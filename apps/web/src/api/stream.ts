import { ApiError, problemOf } from '../api-error.ts'
import { ask } from './call.ts'

const data = 'data: '

/**
 * Posts, and gives each event of the answer as it comes; ends without a word when `signal` aborts.
 * @throws ApiError when refused, or when the answer breaks off.
 */
export async function* stream<T>(
  path: string,
  json: unknown,
  signal: AbortSignal,
): AsyncGenerator<T> {
  try {
    const response = await ask(path, { method: 'post', json, signal })
    let rest = ''
    for await (const piece of piecesOf(response)) {
      const blocks = (rest + piece).split('\n\n')
      rest = blocks.pop() ?? ''
      for (const block of blocks) {
        if (block.startsWith(data)) yield JSON.parse(block.slice(data.length)) as T
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error instanceof ApiError ? error : new ApiError(problemOf(null))
  }
}

/** Not every browser can loop over a stream. */
async function* piecesOf(response: Response): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  const reader = response.body?.getReader()
  for (let read = await reader?.read(); read?.done === false; read = await reader?.read()) {
    yield decoder.decode(read.value, { stream: true })
  }
}
