import { expect, test } from 'vitest'
import { shownSettings } from './shown-settings.ts'

const show = (name: string, value: unknown, source: Record<string, string> = {}) =>
  shownSettings([name], { [name]: value }, source)[0]

test.each([
  ['LOG_LEVEL', 'info', {}, 'info', 'default'],
  ['LOG_LEVEL', 'debug', { LOG_LEVEL: 'debug' }, 'debug', 'environment'],
  ['PRIKKE_PLAN_LIMITS', false, {}, 'off', 'default'],
  ['RETENTION_DAYS', 30, {}, '30', 'default'],
  ['TRUST_PROXY', () => true, { TRUST_PROXY: '10.0.0.0/8' }, '10.0.0.0/8', 'environment'],
  ['TRUST_PROXY', () => false, {}, '', 'default'],
  ['SMTP_URL', '', {}, '', 'default'],
] as const)('%s of %s is shown as it holds, with where it comes from', (...row) => {
  const [name, value, source, text, from] = row
  expect(show(name, value, source)).toEqual({ name, value: text, from })
})

test.each([
  ['DATABASE_URL', 'postgres://ann:hunter2@db.internal:5433/prikke?sslmode=require'],
  ['SMTP_URL', 'smtps://ann:hunter2@relay.example.com'],
])('of %s the place is shown, and nobody who may enter it', (name, url) => {
  const text = JSON.stringify(show(name, url, { [name]: url }))
  expect(text).toContain(new URL(url).host)
  expect(text).not.toMatch(/ann|hunter2|sslmode/)
})

test.each([
  'SECRET_KEY',
  'SECRET_KEY_PREVIOUS',
  'METRICS_TOKEN',
  'SETUP_TOKEN',
  'A_VARIABLE_OF_TOMORROW',
])('%s is secret: all that is told is whether it is set', name => {
  expect(show(name, 'hunter2', { [name]: 'hunter2' })).toEqual({
    name,
    value: null,
    from: 'environment',
  })
  expect(show(name, 'hunter2', { [`${name}_FILE`]: '/run/secret' })).toEqual({
    name,
    value: null,
    from: 'file',
  })
  expect(show(name, undefined)).toEqual({ name, value: '', from: 'default' })
})
