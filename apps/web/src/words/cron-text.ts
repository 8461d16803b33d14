/** Where a field stands in an expression as it is typed. */
export type Span = { text: string; start: number; end: number }

/** The fields of an expression, from the left, however many were typed. */
export function fieldSpans(expression: string): Span[] {
  return [...expression.matchAll(/[^ \t]+/g)].map(found => ({
    text: found[0],
    start: found.index,
    end: found.index + found[0].length,
  }))
}

/** Which field lies at a place in the text, its end included; between two, the one to come. */
export function fieldAt(expression: string, place: number): number {
  const spans = fieldSpans(expression)
  const index = spans.findIndex(({ end }) => place <= end)
  return Math.min(index === -1 ? spans.length : index, 4)
}
