import type { System, SystemSettings } from '@prikke/contract'
import { expect, test } from 'vitest'
import { supportBundle } from './support-bundle.ts'

const system = {
  checks: [{ name: 'clocks', level: 'bad', says: 'The clock of web-7 is 9 s behind.' }],
  nodes: [
    { app: 'api', host: 'web-7', version: '0.1.0' },
    { app: 'executor', host: 'web-71', version: '0.1.0' },
  ],
} as unknown as System
const settings = {
  checks: [
    {
      name: 'settings_differ',
      level: 'warn',
      says: 'APP_URL is not the same everywhere: api https://cron.acme.example.',
    },
  ],
  nodes: [
    {
      app: 'api',
      settings: [
        { name: 'APP_URL', value: 'https://cron.acme.example', from: 'environment' },
        { name: 'DATABASE_URL', value: 'postgres://db.acme.example:5432/prikke', from: 'file' },
        { name: 'MAIL_FROM', value: 'Ops <ops@acme.example>', from: 'environment' },
        { name: 'SECRET_KEY', value: null, from: 'file' },
        { name: 'RETENTION_DAYS', value: '30', from: 'default' },
      ],
    },
  ],
} as unknown as SystemSettings

test('the bundle tells the state and neither the machines nor whose they are', () => {
  const text = supportBundle({ system, database: undefined, settings })
  expect(text).not.toMatch(/web-7|acme|ops@/)
  expect(text).toContain('The clock of host 1 is 9 s behind.')
  expect(text).toContain('api https: not shown')
  const told = JSON.parse(text)
  expect(told.system.nodes.map((node: { host: string }) => node.host)).toEqual(['host 1', 'host 2'])
  expect(told.settings.nodes[0].settings.map((each: { value: unknown }) => each.value)).toEqual([
    'https: not shown',
    'postgres: not shown',
    'not shown',
    null,
    '30',
  ])
})
