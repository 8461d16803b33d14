import { registerHooks } from 'node:module'

/*
 * Makes a client of the description at the first path in the folder at the second. The generator
 * writes TypeScript by the compiler's old API, which TypeScript 7 has not: it gets the last that had.
 */
const oldCompiler = import.meta.resolve('@typescript/typescript6')
registerHooks({
  resolve: (specifier, context, next) =>
    next(specifier === 'typescript' ? oldCompiler : specifier, context),
})

const [input = '', path = ''] = process.argv.slice(2)
const { createClient } = await import('@hey-api/openapi-ts')
await createClient({
  input,
  output: { path },
  plugins: ['@hey-api/client-fetch', '@hey-api/typescript', '@hey-api/sdk'],
  logs: { level: 'silent' },
})
