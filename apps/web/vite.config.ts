import tailwindcss from '@tailwindcss/vite'
import { defineConfig } from 'vite'
import solid from 'vite-plugin-solid'

const api = 'http://localhost:4000'

export default defineConfig({
  plugins: [solid(), tailwindcss()],
  // A data: URL is another origin to the content security policy.
  build: { target: 'es2023', assetsInlineLimit: 0 },
  // The API takes changes from its own origin alone.
  server: { proxy: { '/api': { target: api, headers: { origin: api } } } },
})
