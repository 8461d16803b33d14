/** A value that a reader may copy, of a schema of the components. */
export type Example = { summary: string; value: unknown }

export const one = (value: unknown, summary = 'An example'): Example[] => [{ summary, value }]
