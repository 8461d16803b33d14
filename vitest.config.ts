import { availableParallelism } from 'node:os'
import { configDefaults, defineConfig } from 'vitest/config'
import { ClosingLine } from './test/closing-line.ts'
import { LongestFirst } from './test/longest-first.ts'

const cluster = './packages/schema/test/cluster.ts'
/** Each of these starts every process of Prikke: after all others. */
const fewAtATime = { maxWorkers: 3, sequence: { groupOrder: 1 } }
const minutes = { testTimeout: 120_000, hookTimeout: 120_000 }

/** What ends processes and servers of its own, and waits for most of its time. */
const ending = ['test/faults/**/*.test.ts', 'test/{black-hole,faults,outage,walk}.test.ts']
/** What measures: others beside it would tell it nothing true. */
const measuring = ['test/{fairness,browser/pace}.test.ts']
const browser = ['test/browser/**/*.test.ts']

export default defineConfig({
  test: {
    reporters: ['default', new ClosingLine()],
    // What a passing test logs is noise.
    silent: 'passed-only',
    sequence: { sequencer: LongestFirst },
    // Many wait: for PostgreSQL, for a deadline, for a process.
    maxWorkers: Math.min(2 * availableParallelism(), 8),
    projects: [
      {
        test: {
          name: 'unit',
          include: ['packages/**/*.test.ts', 'apps/**/*.test.ts', 'infra/**/*.test.ts'],
          globalSetup: cluster,
          // None of these is about time: what is slow beside others is not wrong.
          testTimeout: 30_000,
          // A fifth of the time went into reading the same modules anew for each file.
          isolate: false,
        },
      },
      { test: { name: 'structure', include: ['test/structure.test.ts'] } },
      {
        test: {
          name: 'system',
          include: ['test/**/*.test.ts', 'bench/**/*.test.ts'],
          exclude: [
            ...configDefaults.exclude,
            'test/structure.test.ts',
            ...browser,
            ...ending,
            ...measuring,
          ],
          globalSetup: cluster,
          ...minutes,
          ...fewAtATime,
        },
      },
      {
        test: {
          name: 'browser',
          include: browser,
          exclude: [...configDefaults.exclude, ...measuring],
          globalSetup: cluster,
          ...minutes,
          ...fewAtATime,
          // The files of one worker share what `useStage` opens.
          isolate: false,
        },
      },
      {
        test: {
          name: 'faults',
          include: ending,
          globalSetup: cluster,
          ...minutes,
          maxWorkers: 3,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: 'alone',
          include: measuring,
          globalSetup: cluster,
          ...minutes,
          fileParallelism: false,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
})
