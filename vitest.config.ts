import { availableParallelism } from 'node:os'
import { configDefaults, defineConfig } from 'vitest/config'
import { ClosingLine } from './test/closing-line.ts'

const cluster = './packages/schema/test/cluster.ts'

export default defineConfig({
  test: {
    reporters: ['default', new ClosingLine()],
    // What a passing test logs is noise.
    silent: 'passed-only',
    // All share one PostgreSQL: more at once wait for it, not for a core.
    maxWorkers: Math.min(availableParallelism(), 8),
    projects: [
      {
        test: {
          name: 'unit',
          include: ['packages/**/*.test.ts', 'apps/**/*.test.ts', 'infra/**/*.test.ts'],
          globalSetup: cluster,
        },
      },
      { test: { name: 'structure', include: ['test/structure.test.ts'] } },
      {
        test: {
          name: 'system',
          include: ['test/**/*.test.ts', 'bench/**/*.test.ts'],
          exclude: [...configDefaults.exclude, 'test/structure.test.ts'],
          globalSetup: cluster,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // Each of these starts every process of Prikke: one at a time, after all others.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
