import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import { Problem } from './problem.ts'
import type { AppEnv } from './route.ts'

const tagShape = /(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"/g

/**
 * A strong tag of exactly this answer (RFC 9110, 8.8.3). Where what it shows has a version, the tag
 * begins with that: `"3.5f0c91ab"`.
 */
function etagOf(shown: object): string {
  const digest = createHash('sha256').update(JSON.stringify(shown)).digest('base64url').slice(0, 16)
  return 'version' in shown ? `"${shown.version}.${digest}"` : `"${digest}"`
}

/** Names what an answer shows. */
export function tag<T extends object>(c: Context<AppEnv>, shown: T): T {
  c.header('etag', etagOf(shown))
  return shown
}

/** Whether who asks has this already; `If-None-Match` compares weakly. */
export function isKnown(c: Context<AppEnv>, shown: object): boolean {
  const given = c.req.header('if-none-match')
  if (given === undefined) return false
  const own = etagOf(shown).slice(1, -1)
  return given.trim() === '*' || [...given.matchAll(tagShape)].some(([, , text]) => text === own)
}

/**
 * Refuses a change of what has become something else since it was read. Of something with versions
 * only those count, so that a job which has merely run meanwhile can be saved; `"3"` alone will do.
 * @throws Problem 412 with the tag that it has now.
 */
export async function requireMatch(
  c: Context<AppEnv>,
  read: () => object | Promise<object>,
): Promise<void> {
  const given = c.req.header('if-match')
  if (given === undefined || given.trim() === '*') return
  const shown = await read()
  const now = etagOf(shown)
  const versioned = 'version' in shown ? String(shown.version) : null
  const isNow = (text: string) =>
    versioned === null ? `"${text}"` === now : text.split('.')[0] === versioned
  // A weak one matches nothing here: RFC 9110, 13.1.1.
  const isSame = [...given.matchAll(tagShape)].some(
    ([, weak, text = '']) => weak === undefined && isNow(text),
  )
  if (!isSame) throw changedMeanwhile(now)
}

const changedMeanwhile = (etag: string) =>
  new Problem({
    status: 412,
    code: 'version_conflict',
    detail: 'This was changed since you read it. Read it again, and decide anew.',
    headers: { etag },
  })
