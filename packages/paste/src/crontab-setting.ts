import type { Dropped, Taken } from './call.ts'

type Known = {
  timezone: string | null
  variables: Map<string, { value: string; line: number }>
}

const shape = /^(?:"([A-Za-z_]\w*)"|'([A-Za-z_]\w*)'|([A-Za-z_]\w*))[ \t]*=[ \t]*(.*)$/

const reasons: Readonly<Record<string, string>> = {
  MAILTO: 'Prikke tells the channels of the organization when a job starts failing and recovers.',
  MAILFROM: 'Prikke sends its mail from its own address.',
  SHELL: 'Prikke runs no shell.',
  PATH: 'Prikke runs no programs.',
  HOME: 'Prikke runs no programs.',
  LOGNAME: 'Prikke runs no programs.',
  RANDOM_DELAY: 'Prikke runs on the minute.',
  CONTENT_TYPE: 'It is about the mail of that machine.',
}

/** A line `NAME = value`: kept for the lines below it, or dropped; null for any other line. */
export function readSetting(
  text: string,
  line: number,
  known: Known,
): { taken: Taken[]; dropped: Dropped[] } | null {
  const [, double, single, bare, given = ''] = shape.exec(text) ?? []
  const name = double ?? single ?? bare
  if (name === undefined) return null
  const value = given.trim().replace(/^(["'])(.*)\1$/, '$2')
  if (name === 'CRON_TZ' || name === 'TZ') {
    known.timezone = value === '' ? null : value
    const dropped =
      name === 'TZ'
        ? [{ what: name, why: 'Some crons mean it for the programs alone: look at the times.' }]
        : []
    return { taken: [{ what: `${name}=${value}`, as: 'time zone of the lines below' }], dropped }
  }
  const why = Object.hasOwn(reasons, name) ? reasons[name] : undefined
  if (why !== undefined) return { taken: [], dropped: [{ what: name, why }] }
  known.variables.set(name, { value, line })
  return { taken: [{ what: name, as: 'put in where a line below names it' }], dropped: [] }
}
