import type { NodeApp, SystemCheck, SystemSettings } from '@prikke/contract'

type Node = SystemSettings['nodes'][number]

/** What every process that reads it must have alike. */
const alike = [
  'APP_URL',
  'DATABASE_URL',
  'PRIKKE_ALLOW_TARGETS',
  'PRIKKE_PLAN_LIMITS',
  'RETENTION_DAYS',
  'SMTP_URL',
]

/** What of the configuration in force deserves a word: one sentence each. Fine when it says nothing. */
export function judgeSettings(nodes: readonly Node[]): SystemCheck[] {
  const found = [
    ...differences(nodes),
    ...reachFaults(nodes),
    ...mailFaults(nodes),
    ...habits(nodes),
  ]
  return found.length > 0
    ? found
    : [{ name: 'settings', level: 'ok', says: 'Nothing in the configuration stands out.' }]
}

const warn = (name: string, says: string): SystemCheck => ({ name, level: 'warn', says })

/** The value of a variable, in the first process of the app that has it. Empty when unset. */
function settingOf(nodes: readonly Node[], app: NodeApp, name: string): string {
  const settings = nodes.find(node => node.app === app)?.settings ?? []
  return settings.find(setting => setting.name === name)?.value ?? ''
}

const isSet = (nodes: readonly Node[], app: NodeApp, name: string) =>
  nodes
    .filter(node => node.app === app)
    .some(({ settings }) => settings.some(each => each.name === name && each.value === null))

function differences(nodes: readonly Node[]): SystemCheck[] {
  return alike.flatMap(name => {
    const values = nodes.flatMap(({ app, settings }) => {
      const setting = settings.find(each => each.name === name)
      return setting === undefined ? [] : [{ app, value: setting.value ?? 'set' }]
    })
    if (new Set(values.map(({ value }) => value)).size < 2) return []
    const told = [...new Set(values.map(({ app, value }) => `${app} ${value || 'unset'}`))]
    return [warn('settings_differ', `${name} is not the same everywhere: ${told.join(', ')}.`)]
  })
}

function reachFaults(nodes: readonly Node[]): SystemCheck[] {
  const appUrl = settingOf(nodes, 'api', 'APP_URL')
  if (!URL.canParse(appUrl)) return []
  const { protocol, hostname } = new URL(appUrl)
  const isLocal = isLoopback(hostname)
  const isPublic = !isLoopback(settingOf(nodes, 'api', 'HOST'))
  const found: SystemCheck[] = []
  if (protocol === 'http:' && !isLocal) {
    found.push(warn('plain_http', 'APP_URL is http: sessions and passwords travel in clear.'))
  }
  if (protocol === 'https:' && settingOf(nodes, 'api', 'TRUST_PROXY') === '') {
    found.push(
      warn(
        'proxy_not_trusted',
        'TRUST_PROXY is unset: behind a proxy all visitors share its address, and so their limits.',
      ),
    )
  }
  if (isPublic && isLocal) {
    found.push(
      warn(
        'app_url_local',
        'HOST is open to others, but APP_URL names this machine: links in mail lead nowhere.',
      ),
    )
  }
  if (isPublic && !isSet(nodes, 'api', 'METRICS_TOKEN')) {
    found.push(warn('metrics_closed', 'METRICS_TOKEN is unset: /metrics answers loopback alone.'))
  }
  if (isPublic && settingOf(nodes, 'api', 'REGISTRATION') === 'open') {
    found.push(warn('registration_open', 'REGISTRATION is open: anybody may make an account.'))
  }
  if (
    isPublic &&
    /(^|,)\s*(0\.0\.0\.0|::)\/0/.test(settingOf(nodes, 'executor', 'PRIKKE_ALLOW_TARGETS'))
  ) {
    found.push(
      warn(
        'targets_open',
        'PRIKKE_ALLOW_TARGETS opens every private address to whoever makes jobs.',
      ),
    )
  }
  return found
}

function mailFaults(nodes: readonly Node[]): SystemCheck[] {
  const has = nodes.some(node => node.app === 'notifier')
  if (!has || settingOf(nodes, 'notifier', 'SMTP_URL') !== '') return []
  return [
    warn(
      'mail_to_log',
      'SMTP_URL is unset: mail goes to the log of the notifier, and reaches nobody.',
    ),
  ]
}

function habits(nodes: readonly Node[]): SystemCheck[] {
  const found: SystemCheck[] = []
  if (isSet(nodes, 'api', 'SECRET_KEY_PREVIOUS')) {
    found.push(
      warn(
        'old_keys',
        'SECRET_KEY_PREVIOUS is set: finish the change of the key, then take it away.',
      ),
    )
  }
  const level = settingOf(nodes, 'executor', 'LOG_LEVEL')
  if (level === 'silent' || level === 'fatal' || level === 'error') {
    found.push(warn('log_quiet', `LOG_LEVEL is ${level}: what went wrong may be nowhere to read.`))
  }
  return found
}

const isLoopback = (host: string) => /^(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/.test(host)
