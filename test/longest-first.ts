import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The files that take longest, and would keep one worker at it when all others are done. */
const longest = [
  'apps/api/src/fuzz.test.ts',
  'packages/queue/src/black-hole.test.ts',
  'test/browser/screens.test.ts',
  'test/browser/explorer.test.ts',
  'test/secret-rotation.test.ts',
  'test/faults/faults.test.ts',
]

/** Begins with the longest: a new checkout remembers no durations, by which the others are sorted. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const index = longest.findIndex(path => moduleId.endsWith(`/${path}`))
      return index === -1 ? longest.length : index
    }
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b))
  }
}
