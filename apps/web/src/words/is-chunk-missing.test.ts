import { expect, test } from 'vitest'
import { isChunkMissing } from './is-chunk-missing.ts'

test.each([
  ['Failed to fetch dynamically imported module: https://a.example/assets/job.js', true],
  ['error loading dynamically imported module: https://a.example/assets/job.js', true],
  ['Importing a module script failed.', true],
  ['Unable to preload CSS for /assets/job.css', true],
  ['Cannot read properties of undefined', false],
])('%s: %s', (message, missing) => {
  expect(isChunkMissing(new TypeError(message))).toBe(missing)
})
