import type { Job, JobInput } from '@prikke/contract'

/** Jobs as `PUT /api/sync` takes them, told apart by their keys, or by their ids for want of one. */
export function syncFileOf(jobs: readonly Job[], now: number): string {
  const kept = jobs.filter(job => !isOver(job, now))
  return `${JSON.stringify({ jobs: kept.map(syncJobOf) }, null, 2)}\n`
}

/** A one-time instant that has passed is refused wherever it is brought in. */
const isOver = ({ scheduledAt }: Job, now: number) =>
  scheduledAt !== null && Date.parse(scheduledAt) <= now

function syncJobOf(job: Job): JobInput {
  const { id, key, name, tags, url, method, headers, body } = job
  const { scheduleType, cronExpression, scheduledAt, timezone, enabled, pauseNote, resumeAt } = job
  const { retryAttempts, timeoutMs, overlap, catchUp, alertOn } = job
  return {
    ...{ key: key ?? id, name, tags, url, method, headers, body },
    ...{ scheduleType, cronExpression, scheduledAt, timezone, enabled, pauseNote, resumeAt },
    ...{ retryAttempts, timeoutMs, overlap, catchUp, alertOn },
  }
}

/**
 * Jobs as a crontab of curl commands, by time zone. What is paused or runs once is a comment; the
 * value of a secret header is not known and has to be filled in.
 */
export function crontabOf(jobs: readonly Job[], now: number): string {
  const kept = jobs.filter(job => !isOver(job, now))
  const zones = [...new Set(kept.map(({ timezone }) => timezone))].sort()
  const parts = zones.map(zone => {
    const ofZone = kept.filter(({ timezone }) => timezone === zone).map(linesOf)
    return [`CRON_TZ=${zone}`, '', ...ofZone].join('\n')
  })
  return `# Retries, alerts and the ledger of runs stay behind: cron has none of them.\n\n${parts.join('\n')}`
}

function linesOf(job: Job): string {
  const secrets = Object.entries(job.headers).flatMap(([name, value]) =>
    typeof value === 'string' ? [] : [name],
  )
  const when = job.cronExpression ?? `once at ${job.scheduledAt}:`
  const note = job.enabled ? '' : ' (paused)'
  const line = `${when} ${curlLineOf(job)}`
  return [
    `# ${job.name}${note}`,
    ...(secrets.length > 0 ? [`# Fill in ${secrets.join(', ')}`] : []),
    job.enabled && job.cronExpression !== null ? line : `# ${line}`,
    '',
  ].join('\n')
}

/** One line for a crontab, where a % begins the input and no line can be broken. */
export function curlLineOf({ method, url, headers, body, timeoutMs }: Job): string {
  const isMultiline = body?.includes('\n') ?? false
  const words = [
    `curl -fsS -m ${Math.ceil(timeoutMs / 1_000)}`,
    ...(method === 'HEAD' ? ['-I'] : method === 'GET' && body === null ? [] : [`-X ${method}`]),
    ...Object.entries(headers).map(([name, value]) =>
      quoted(`${name}: ${typeof value === 'string' ? value : 'SECRET'}`, '-H '),
    ),
    ...(body === null ? [] : [isMultiline ? '--data-binary @-' : quoted(body, '--data-binary ')]),
    quoted(url),
  ]
  const command = words.join(' ')
  if (body === null || !isMultiline) return command
  const bytes = new TextEncoder().encode(body)
  return `echo ${btoa(String.fromCharCode(...bytes))} | base64 -d | ${command}`
}

/**
 * In single quotes a shell takes everything as it stands, save the quote. Cron takes a % only after
 * a backslash, and some take two backslashes for one: a pair of quotes keeps those apart.
 */
const quoted = (text: string, before = '') =>
  `${before}'${text
    .replaceAll("'", `'\\''`)
    .replaceAll(/\\(?=[\\%])/g, `\\''`)
    .replaceAll('%', '\\%')}'`
