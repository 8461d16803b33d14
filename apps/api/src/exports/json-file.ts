import type { Page } from '@prikke/contract'

/** A list that is read page by page, only as fast as it is taken. */
export type Pages = AsyncIterable<readonly unknown[]>

/** The pieces of one JSON object, field by field; a list never lies in memory whole. */
export async function* jsonFile(fields: Iterable<readonly [string, unknown]>) {
  let before = '{'
  for (const [name, value] of fields) {
    yield `${before}\n${JSON.stringify(name)}: `
    before = ','
    if (isPages(value)) yield* listOf(value)
    else yield JSON.stringify(value)
  }
  yield '\n}\n'
}

async function* listOf(pages: Pages) {
  yield '['
  let before = '\n'
  for await (const page of pages) {
    for (const item of page) {
      yield `${before}${JSON.stringify(item)}`
      before = ',\n'
    }
  }
  yield ']'
}

/** Every page of a list, by its cursors. */
export async function* pagesOf<T>(
  read: (cursor: string | undefined) => Promise<Page<T>>,
): AsyncGenerator<readonly T[]> {
  let cursor: string | undefined
  do {
    const { data, nextCursor } = await read(cursor)
    yield data
    cursor = nextCursor ?? undefined
  } while (cursor !== undefined)
}

export async function* mapped<T>(
  pages: AsyncIterable<readonly T[]>,
  each: (page: readonly T[]) => readonly unknown[] | Promise<readonly unknown[]>,
): AsyncGenerator<readonly unknown[]> {
  for await (const page of pages) yield await each(page)
}

const isPages = (value: unknown): value is Pages =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value
