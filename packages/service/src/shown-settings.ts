/** One variable as it may be seen; `value` is null where it is secret. */
export type ShownSetting = {
  name: string
  value: string | null
  from: 'environment' | 'file' | 'default'
}

/** Shown as they are. Whatever is not named here or below is taken for a secret. */
const open = new Set([
  'APP_URL',
  'EXECUTOR_CONCURRENCY',
  'HEALTH_PORT',
  'HOST',
  'LOG_LEVEL',
  'MAIL_FROM',
  'PORT',
  'PRIKKE_ALLOW_TARGETS',
  'PRIKKE_OWN_PORTS',
  'PRIKKE_PARENT_PID',
  'PRIKKE_PEERS',
  'PRIKKE_PLAN_LIMITS',
  'PRIKKE_WEB_DIR',
  'REGISTRATION',
  'RETENTION_DAYS',
  'TRUST_PROXY',
])
/** Of these the place is shown, without user, password and options. */
const addresses = new Set(['DATABASE_URL', 'DATABASE_POOL_URL', 'SMTP_URL'])

type Values = Readonly<Record<string, unknown>>

/** The variables that a process reads, by name: what was set, or else what holds without it. */
export function shownSettings(
  names: readonly string[],
  env: Values,
  source: Readonly<Record<string, string | undefined>>,
): ShownSetting[] {
  return [...names].sort().map(name => {
    const from = fromOf(name, source)
    // A file's text is what it was read to; other variables may be parsed to what reads badly.
    const text = source[name] ?? textOf(env[name])
    return { name, from, value: shown(name, text, { from, source: source[name] }) }
  })
}

function fromOf(name: string, source: Readonly<Record<string, string | undefined>>) {
  if (source[name] !== undefined) return 'environment' as const
  return source[`${name}_FILE`] === undefined ? ('default' as const) : ('file' as const)
}

function shown(
  name: string,
  text: string,
  { from, source }: { from: ShownSetting['from']; source: string | undefined },
): string | null {
  if (open.has(name)) return text
  if (addresses.has(name)) return text === '' ? '' : placeOf(text)
  return from === 'default' || source === '' ? '' : null
}

/** `postgres://db.internal:5432/prikke`, whatever stands around it. */
function placeOf(text: string): string | null {
  if (!URL.canParse(text)) return null
  const { protocol, host, pathname } = new URL(text)
  return `${protocol}//${host}${pathname === '/' ? '' : pathname}`
}

function textOf(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
