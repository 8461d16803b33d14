import { availableParallelism } from 'node:os'
import { configDefaults, defineConfig } from 'vitest/config'
import { ClosingLine } from './test/closing-line.ts'

const cluster = './packages/schema/test/cluster.ts'
const minutes = { testTimeout: 120_000, hookTimeout: 120_000 }

/** What ends servers and sessions, or measures: others beside it would tell it nothing true. */
const alone = ['test/faults/**/*.test.ts', 'test/{black-hole,fairness,faults,outage,walk}.test.ts']

export default defineConfig({
  test: {
    reporters: ['default', new ClosingLine()],
    // What a passing test logs is noise.
    silent: 'passed-only',
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
          exclude: [...configDefaults.exclude, 'test/structure.test.ts', ...alone],
          globalSetup: cluster,
          ...minutes,
          // Each of these starts every process of Prikke: two at a time, after all others.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'alone',
          include: alone,
          globalSetup: cluster,
          ...minutes,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
