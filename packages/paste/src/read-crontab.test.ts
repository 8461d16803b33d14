import { describe, expect, test } from 'vitest'
import { readCrontab } from './read-crontab.ts'

/** The only line of a crontab that is a job. */
function only(text: string) {
  const [line, another] = readCrontab(text).filter(({ kind }) => kind === 'job')
  if (line === undefined || another !== undefined) throw new Error('there is not one job')
  return line
}

describe('a line', () => {
  test.each([
    ['*/5 * * * * curl x.example', '*/5 * * * *', null],
    ['0 3 * * 1-5\tcurl x.example', '0 3 * * 1-5', null],
    ['5 4 * * sun curl x.example', '5 4 * * sun', null],
    ['0 0 1 jan,JUL * wget -qO- x.example', '0 0 1 jan,JUL *', null],
    ['@daily curl x.example', '@daily', null],
    ['@midnight curl x.example', '@daily', null],
    ['@annually curl x.example', '@yearly', null],
    ['  0 3 * * * curl x.example  ', '0 3 * * *', null],
    ['-0 3 * * * curl x.example', '0 3 * * *', null],
    ['0 3 * * * root curl x.example', '0 3 * * *', null],
    ['0 3 * * * alice /usr/bin/curl x.example', '0 3 * * *', null],
    ['@hourly www-data curl x.example', '@hourly', null],
    ['CRON_TZ=Asia/Tokyo 0 3 * * * curl x.example', '0 3 * * *', 'Asia/Tokyo'],
    ['CRON_TZ=Europe/Oslo\n0 3 * * * curl x.example', '0 3 * * *', 'Europe/Oslo'],
    ['TZ="Europe/Oslo"\n0 3 * * * curl x.example', '0 3 * * *', 'Europe/Oslo'],
  ])('%j', (text, expression, timezone) => {
    expect(only(text)).toMatchObject({
      expression,
      timezone,
      problem: null,
      request: { url: 'http://x.example', method: 'GET' },
    })
  })

  test.each([
    ['@reboot curl x.example', 'when a machine starts'],
    ['@every 5m curl x.example', 'no schedule that cron knows'],
    ['0 0 * * * * curl x.example', 'cron with seconds'],
    ['0 0/5 14 ? * MON-FRI * curl x.example', 'cron with seconds'],
    ['* * * * *', 'no command'],
    ['@daily', 'no command'],
    ['* * * curl x.example', 'Only 3 of the five fields'],
    ['curl x.example', 'no line of a crontab'],
    ['0 3 * * * /opt/backup.sh', 'runs “/opt/backup.sh”'],
    ['17 * * * * root cd / && run-parts --report /etc/cron.hourly', 'runs “run-parts'],
    ['0 3 * * * /opt/backup.sh && curl x.example', 'first runs'],
    ['0 9 * * * [ "$(date +\\%u)" = 1 ] && curl x.example', 'only if'],
  ])('%j is no job', (text, problem) => {
    expect(only(text).problem).toContain(problem)
  })

  test('has behind a percent sign what its command reads', () => {
    const { request } = only('0 4 * * * curl --data-binary @- x.example/a\\%20b%first%sec\\%ond')
    expect(request).toMatchObject({ url: 'http://x.example/a%20b', body: 'first\nsec%ond\n' })
  })

  test('may make several calls', () => {
    const lines = readCrontab(`0 3 * * * sh -c 'curl a.example; curl b.example'`)
    expect(lines.map(({ line, request }) => [line, request?.url])).toEqual([
      [1, 'http://a.example'],
      [1, 'http://b.example'],
    ])
  })

  test('with flock and timeout has what a job can have of them', () => {
    const text = '* * * * * root flock -n /tmp/a.lock timeout 50 curl -s x.example'
    expect(only(text).request).toMatchObject({ skipsOverlap: true, timeoutMs: 50_000 })
    const waits = only("* * * * * flock -w 5 /tmp/a.lock -c 'curl x.example'")
    expect(waits.request).toMatchObject({ skipsOverlap: false })
    expect(waits.dropped).toMatchObject([{ what: 'flock' }])
  })
})

describe('a crontab', () => {
  const text = `# /etc/crontab: system-wide crontab
SHELL=/bin/sh
MAILTO=ops@example.com
BASE = "https://api.example.com"

# m h dom mon dow user command
# ---- Nightly report ----
30 2 * * * root curl -fsS $BASE/report >/dev/null 2>&1
#0 1 * * * root curl https://old.example
15 2 * * * root curl "$BASE/a?t=$TOKEN"
CRON_TZ=Asia/Tokyo
0 9 * * * root curl $BASE/tokyo
`

  test('is read line by line, none of them lost', () => {
    const lines = readCrontab(text)
    expect(lines.map(({ line, kind }) => [line, kind])).toEqual([
      [1, 'comment'],
      [2, 'setting'],
      [3, 'setting'],
      [4, 'setting'],
      [5, 'blank'],
      [6, 'comment'],
      [7, 'comment'],
      [8, 'job'],
      [9, 'comment'],
      [10, 'job'],
      [11, 'setting'],
      [12, 'job'],
      [13, 'blank'],
    ])
    expect(lines.map(({ source }) => source).join('\n')).toBe(text)
  })

  test('gives its jobs names, variables and zones from the lines above', () => {
    const jobs = readCrontab(text).filter(({ kind }) => kind === 'job')
    expect(jobs.map(({ name, timezone, request }) => [name, timezone, request?.url])).toEqual([
      ['Nightly report', null, 'https://api.example.com/report'],
      [null, null, 'https://api.example.com/a?t=$TOKEN'],
      [null, 'Asia/Tokyo', 'https://api.example.com/tokyo'],
    ])
    expect(jobs[1]?.dropped.map(({ what }) => what)).toContain('$TOKEN')
  })

  test('says of its settings what becomes of them', () => {
    const [shell, mail, base] = readCrontab(text).filter(({ kind }) => kind === 'setting')
    expect(shell?.dropped).toEqual([{ what: 'SHELL', why: 'Prikke runs no shell.' }])
    expect(mail?.dropped[0]?.why).toContain('channels')
    expect(base?.taken).toHaveLength(1)
  })
})
