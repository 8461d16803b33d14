import type { JobPatch, SavedVersion } from '@prikke/contract'

type Request = Pick<SavedVersion, 'method' | 'url' | 'headers' | 'body'>

/** A line of a request that is only in the one before, only in the one after, or in both. */
export type DiffLine = { kind: 'gone' | 'new' | 'same'; text: string }

/** Longer ones are compared as a whole: nobody reads such a difference line by line. */
const mostLines = 400

/** What two requests say differently, line by line. */
export function diffOf(before: Request, after: Request): DiffLine[] {
  const [was, is] = [linesOf(before), linesOf(after)]
  if (was.length + is.length > mostLines) {
    return [...was.map(lineOf('gone')), ...is.map(lineOf('new'))]
  }
  // The longest run of lines that both have in common, from every pair of places on.
  const shared = Array.from({ length: was.length + 1 }, () =>
    new Array<number>(is.length + 1).fill(0),
  )
  const at = (i: number, j: number) => shared[i]?.[j] ?? 0
  for (let i = was.length - 1; i >= 0; i--) {
    for (let j = is.length - 1; j >= 0; j--) {
      const row = shared[i] as number[]
      row[j] = was[i] === is[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  }
  const lines: DiffLine[] = []
  let [i, j] = [0, 0]
  while (i < was.length || j < is.length) {
    const [old, own] = [was[i], is[j]]
    if (old !== undefined && old === own) {
      lines.push({ kind: 'same', text: old })
      i++
      j++
    } else if (old !== undefined && (own === undefined || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ kind: 'gone', text: old })
      i++
    } else if (own !== undefined) {
      lines.push({ kind: 'new', text: own })
      j++
    }
  }
  return lines
}

export const isSameRequest = (before: Request, after: Request): boolean =>
  linesOf(before).join('\n') === linesOf(after).join('\n')

/** A request as HTTP has it: its line, its headers, and its body after an empty line. */
function linesOf({ method, url, headers, body }: Request): string[] {
  const named = Object.entries(headers).map(
    ([name, value]) => `${name}: ${typeof value === 'string' ? value : '(secret)'}`,
  )
  return [`${method} ${url}`, ...named.sort(), ...(body === null ? [] : ['', ...body.split('\n')])]
}

const lineOf = (kind: DiffLine['kind']) => (text: string) => ({ kind, text })

/**
 * The merge patch that goes back to what a version sent. A secret whose value the job has no more
 * cannot come back: such headers are named in `lost`, and have to be typed again.
 */
export function restoreOf(
  version: Request,
  now: Pick<Request, 'headers'>,
): { patch: JobPatch; lost: string[] } {
  const kept = new Map(
    Object.entries(now.headers).map(([name, value]) => [name.toLowerCase(), value]),
  )
  const own = Object.entries(version.headers)
  const lost = own
    .filter(([name, value]) => typeof value !== 'string' && !isSecret(kept.get(name.toLowerCase())))
    .map(([name]) => name)
  const back = own.filter(([name]) => !lost.includes(name))
  const named = new Set(own.map(([name]) => name))
  const gone = Object.keys(now.headers).filter(name => !named.has(name))
  return {
    patch: {
      method: version.method as NonNullable<JobPatch['method']>,
      url: version.url,
      body: version.body,
      headers: {
        ...Object.fromEntries(gone.map(name => [name, null])),
        ...Object.fromEntries(back),
      },
    },
    lost,
  }
}

const isSecret = (value: unknown) => typeof value === 'object' && value !== null
