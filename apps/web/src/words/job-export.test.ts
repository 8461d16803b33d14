import { execFileSync } from 'node:child_process'
import type { Job } from '@prikke/contract'
import { describe, expect, test } from 'vitest'
import { crontabOf, curlLineOf, syncFileOf } from './job-export.ts'

const now = Date.parse('2026-11-21T14:00:00.000Z')
const job: Job = {
  id: '019aa1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b',
  key: null,
  name: 'Nightly',
  tags: ['billing'],
  url: 'https://example.com/hook?a=1',
  method: 'GET',
  headers: {},
  body: null,
  scheduleType: 'cron',
  cronExpression: '30 2 * * *',
  scheduledAt: null,
  timezone: 'Europe/Oslo',
  enabled: true,
  pauseNote: null,
  retryAttempts: 0,
  timeoutMs: 30_000,
  overlap: 'allow',
  catchUp: 'latest',
  alertOn: 'change',
  intervalMinutes: 1440,
  nextRunAt: null,
  lastRunAt: null,
  lastStatus: null,
  version: 3,
  createdAt: '2026-11-01T00:00:00.000Z',
  updatedAt: '2026-11-01T00:00:00.000Z',
}
const once = (scheduledAt: string): Partial<Job> => ({
  scheduleType: 'once',
  cronExpression: null,
  scheduledAt,
})

/** What cron hands to the shell, from a line of a crontab, and what curl then gets. */
function ofCron(line: string): string[] {
  expect(line).not.toContain('\n')
  // Neither of the two habits there are in the wild may change it.
  const plain = line.replaceAll('\\%', '%')
  expect(line.replaceAll(/\\([\\%])/g, '$1')).toBe(plain)
  expect(/(?<!\\)%/.test(line)).toBe(false)
  const fake = `curl() { for each in "$@"; do printf '%s\\0' "$each"; if [ "$each" = @- ]; then cat; fi; done; }`
  return execFileSync('sh', ['-c', `${fake}; ${plain}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1)
}

describe('jobs as a file for a sync', () => {
  test('have a key each and nothing that the API refuses', () => {
    const { jobs } = JSON.parse(syncFileOf([job, { ...job, key: 'mine' }], now))
    expect(jobs.map(({ key }: Job) => key)).toEqual([job.id, 'mine'])
    for (const field of ['id', 'version', 'nextRunAt', 'lastStatus', 'createdAt']) {
      expect(jobs[0]).not.toHaveProperty(field)
    }
  })

  test('leave out what ran once and is over', () => {
    const over = { ...job, ...once('2026-11-21T13:00:00.000Z') }
    const ahead = { ...job, ...once('2026-11-21T15:00:00.000Z') }
    expect(JSON.parse(syncFileOf([over, ahead], now)).jobs).toHaveLength(1)
  })
})

describe('jobs as a crontab', () => {
  test('stand under their zones, paused and one-time ones as comments', () => {
    const utc = { ...job, timezone: 'UTC', cronExpression: '@hourly', enabled: false }
    const single = { ...job, ...once('2026-11-21T15:00:00.000Z'), name: 'Single' }
    const lines = crontabOf([utc, job, single], now).split('\n')
    expect(lines.slice(2)).toEqual([
      'CRON_TZ=Europe/Oslo',
      '',
      '# Nightly',
      "30 2 * * * curl -fsS -m 30 'https://example.com/hook?a=1'",
      '',
      '# Single',
      "# once at 2026-11-21T15:00:00.000Z: curl -fsS -m 30 'https://example.com/hook?a=1'",
      '',
      'CRON_TZ=UTC',
      '',
      '# Nightly (paused)',
      "# @hourly curl -fsS -m 30 'https://example.com/hook?a=1'",
      '',
    ])
  })

  test('say which secrets have to be filled in', () => {
    const text = crontabOf([{ ...job, headers: { Authorization: { secret: true } } }], now)
    expect(text).toContain('# Fill in Authorization\n')
    expect(text).toContain("-H 'Authorization: SECRET'")
  })

  test.each([
    ['plain'],
    [`it's "$HOME" \`id\``],
    ['100 % \\% \\\\ \\\\\\ %% \\n'],
    ['{"a": "b\\\\c"}'],
  ])('reach curl as they were meant: %s', body => {
    const line = curlLineOf({ ...job, method: 'POST', body, url: 'https://e.com/%20' })
    expect(ofCron(line)).toEqual([
      ...['-fsS', '-m', '30', '-X', 'POST', '--data-binary', body, 'https://e.com/%20'],
    ])
  })

  test('carry a body of several lines whole', () => {
    const body = 'first\n\\second % æøå\n'
    const line = curlLineOf({ ...job, method: 'PUT', body })
    expect(ofCron(line).join('|')).toContain(`@-|${body}${job.url}`)
  })
})
