import type { SystemSettings } from '@prikke/contract'
import { expect, test } from 'vitest'
import { judgeSettings } from './judge-settings.ts'

type Node = SystemSettings['nodes'][number]

const node = (app: Node['app'], values: Record<string, string | null>): Node => ({
  id: crypto.randomUUID(),
  app,
  settings: Object.entries(values).map(([name, value]) => ({ name, value, from: 'environment' })),
})

const common = { APP_URL: 'https://cron.example.com', HOST: '0.0.0.0', LOG_LEVEL: 'info' }
/** A hosted instance that nothing is to be said of. */
const nodes = (own: Record<string, string | null> = {}, ofNotifier = own) => [
  node('api', {
    ...common,
    ...{ TRUST_PROXY: '10.0.0.0/8', METRICS_TOKEN: null, REGISTRATION: 'invite' },
    ...{ SECRET_KEY_PREVIOUS: '', SMTP_URL: 'smtps://relay.example.com' },
    ...own,
  }),
  node('executor', { ...common, PRIKKE_ALLOW_TARGETS: '', ...own }),
  node('notifier', { ...common, SMTP_URL: 'smtps://relay.example.com', ...ofNotifier }),
]
const namesOf = (found: Node[]) => judgeSettings(found).map(({ name }) => name)

test('a configuration without a fault is said to be that', () => {
  expect(judgeSettings(nodes())).toEqual([
    { name: 'settings', level: 'ok', says: 'Nothing in the configuration stands out.' },
  ])
})

test.each([
  ['plain http', { APP_URL: 'http://cron.example.com' }, ['plain_http']],
  ['a proxy that is not trusted', { TRUST_PROXY: '' }, ['proxy_not_trusted']],
  [
    'links that lead to the machine itself',
    { APP_URL: 'http://localhost:4000' },
    ['app_url_local'],
  ],
  ['metrics that nobody elsewhere can read', { METRICS_TOKEN: '' }, ['metrics_closed']],
  ['an open registration', { REGISTRATION: 'open' }, ['registration_open']],
  ['every private address', { PRIKKE_ALLOW_TARGETS: '0.0.0.0/0' }, ['targets_open']],
  ['mail that goes to the log', { SMTP_URL: '' }, ['mail_to_log']],
  ['an old key that still opens', { SECRET_KEY_PREVIOUS: null }, ['old_keys']],
  ['a log that says nothing', { LOG_LEVEL: 'silent' }, ['log_quiet']],
] as const)('%s is told', (_, own, names) => {
  expect(namesOf(nodes(own))).toEqual(names)
})

test('what must be alike and is not is told with both values', () => {
  const [check] = judgeSettings(nodes({}, { SMTP_URL: 'smtp://other.example.com' }))
  expect(check).toEqual({
    name: 'settings_differ',
    level: 'warn',
    says: 'SMTP_URL is not the same everywhere: api smtps://relay.example.com, notifier smtp://other.example.com.',
  })
})

test('on one machine, for oneself, easy choices are nothing to speak of', () => {
  const easy = {
    ...{ APP_URL: 'http://localhost:4000', HOST: '127.0.0.1', METRICS_TOKEN: '' },
    ...{ REGISTRATION: 'open', PRIKKE_ALLOW_TARGETS: '127.0.0.0/8,::1/128' },
  }
  expect(namesOf(nodes(easy))).toEqual(['settings'])
})
