import { expect, test } from 'vitest'
import { groupSettings } from './group-settings.ts'

const node = (app: 'api' | 'executor', ...settings: [string, string | null][]) => ({
  id: crypto.randomUUID(),
  app,
  settings: settings.map(([name, value]) => ({ name, value, from: 'environment' as const })),
})

test('a variable stands once with all that read it, and again for each other value', () => {
  const groups = groupSettings([
    node('executor', ['LOG_LEVEL', 'debug'], ['APP_URL', 'https://a.example']),
    node('api', ['LOG_LEVEL', 'info'], ['APP_URL', 'https://a.example'], ['SECRET_KEY', null]),
    node('api', ['LOG_LEVEL', 'info']),
  ])
  expect(groups).toEqual([
    {
      name: 'APP_URL',
      apps: ['executor', 'api'],
      values: [{ value: 'https://a.example', from: 'environment', apps: ['executor', 'api'] }],
    },
    {
      name: 'LOG_LEVEL',
      apps: ['executor', 'api'],
      values: [
        { value: 'debug', from: 'environment', apps: ['executor'] },
        { value: 'info', from: 'environment', apps: ['api'] },
      ],
    },
    {
      name: 'SECRET_KEY',
      apps: ['api'],
      values: [{ value: null, from: 'environment', apps: ['api'] }],
    },
  ])
})
