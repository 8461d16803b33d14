import { expect, test } from 'vitest'
import { shownSettings } from './shown-settings.ts'

const show = (name: string, value: unknown, source: Record<string, string> = {}) =>
  shownSettings([name], { [name]: value }, source)[0]

type Shown = {
  name: string
  value: unknown
  source: Record<string, string>
  text: string
  from: string
}

const cases: Shown[] = [
  { name: 'LOG_LEVEL', value: 'info', source: {}, text: 'info', from: 'default' },
  {
    ...{ name: 'LOG_LEVEL', value: 'debug', source: { LOG_LEVEL: 'debug' } },
    ...{ text: 'debug', from: 'environment' },
  },
  { name: 'PRIKKE_PLAN_LIMITS', value: false, source: {}, text: 'off', from: 'default' },
  { name: 'RETENTION_DAYS', value: 30, source: {}, text: '30', from: 'default' },
  {
    ...{ name: 'TRUST_PROXY', value: () => true, source: { TRUST_PROXY: '10.0.0.0/8' } },
    ...{ text: '10.0.0.0/8', from: 'environment' },
  },
  { name: 'TRUST_PROXY', value: () => false, source: {}, text: '', from: 'default' },
  { name: 'SMTP_URL', value: '', source: {}, text: '', from: 'default' },
  {
    ...{ name: 'SETUP_TOKEN', value: '', source: { SETUP_TOKEN: '' } },
    ...{ text: '', from: 'environment' },
  },
]

test.each(cases)(
  '$name is shown as it holds, from $from',
  ({ name, value, source, text, from }) => {
    expect(show(name, value, source)).toEqual({ name, value: text, from })
  },
)

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
