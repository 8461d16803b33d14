import type { System, SystemDatabase, SystemSettings } from '@prikke/contract'

type Found = {
  system: System
  database: SystemDatabase | undefined
  settings: SystemSettings | undefined
}

/** Variables that say where somebody’s machines are, or whose they are. */
const places = new Set([
  'APP_URL',
  'DATABASE_POOL_URL',
  'DATABASE_URL',
  'MAIL_FROM',
  'PRIKKE_ALLOW_TARGETS',
  'PRIKKE_PEERS',
  'PRIKKE_WEB_DIR',
  'SMTP_URL',
  'TRUST_PROXY',
])

/**
 * What to send to who helps: the state of the instance as JSON. Names of machines and addresses stay
 * at home: a host is a number, and of a place only its kind is told.
 */
export function supportBundle({ system, database, settings }: Found): string {
  const named = (settings?.nodes ?? []).flatMap(node => node.settings.flatMap(placesIn))
  const hosts = [...new Set(system.nodes.map(({ host }) => host))]
  const hidden = [
    ...named.map(text => ({ text, shown: kindOf(text) })),
    ...hosts.map((text, at) => ({ text, shown: `host ${at + 1}` })),
  ].sort((a, b) => b.text.length - a.text.length)
  return JSON.stringify(
    { system, database, settings },
    (_, value: unknown) => {
      if (typeof value !== 'string') return value
      return hidden.reduce((told, { text, shown }) => told.replaceAll(text, shown), value)
    },
    2,
  )
}

const placesIn = ({ name, value }: { name: string; value: string | null }) =>
  places.has(name) && value !== null && value !== '' ? [value] : []

/** Of an address its scheme; of other text only that there is some. */
const kindOf = (value: string) =>
  URL.canParse(value) ? `${new URL(value).protocol} not shown` : 'not shown'
