import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'postgresql',
  schema: './packages/schema/src/index.ts',
  out: './packages/schema/migrations',
})
