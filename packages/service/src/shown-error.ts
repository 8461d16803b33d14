import pino from 'pino'

/** What the log says of an error: never the values of a query that failed, which may be anybody's. */
export function shownError(error: Error) {
  const [, query] = /^(Failed query: [\s\S]*?)\nparams: /.exec(error.message) ?? []
  if (query === undefined) return partsOf(error)
  const cause = error.cause instanceof Error ? error.cause : new Error('no reason known')
  const { message, ...rest } = partsOf(cause)
  return { ...rest, message: `${query}: ${message}` }
}

function partsOf(error: Error) {
  const { type, message, stack, code } = pino.stdSerializers.err(error) as {
    type: string
    message: string
    stack: string
    code?: string
  }
  return { type, message, stack, code }
}
