import { defineConfig } from 'vitest/config'

const cluster = './packages/schema/test/cluster.ts'

export default defineConfig({
  test: {
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
          include: ['test/**/*.test.ts'],
          exclude: ['test/structure.test.ts'],
          globalSetup: cluster,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // Each of these starts every process of Prikke: one at a time on two cores.
          fileParallelism: false,
        },
      },
    ],
  },
})
