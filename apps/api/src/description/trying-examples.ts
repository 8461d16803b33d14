import { type Example, one } from './example.ts'

const url = 'https://api.example.com/reports'
const job = {
  key: null,
  name: 'Nightly report',
  tags: [],
  url,
  method: 'POST',
  headers: { 'X-Team': 'billing' },
  body: '{"report":"revenue"}',
  scheduleType: 'cron',
  cronExpression: '30 2 * * *',
  scheduledAt: null,
  timezone: 'Europe/Oslo',
  enabled: false,
  pauseNote: null,
  timeoutMs: 10_000,
  overlap: 'allow',
  catchUp: 'latest',
  alertOn: 'change',
}

/** Of what is tried before it is saved: a test run, a pasted text. */
export const tryingExamples: Readonly<Record<string, readonly Example[]>> = {
  TestRunInput: [
    { summary: 'What a new job would send', value: { url, method: 'POST', body: job.body } },
    {
      summary: 'With a secret that a job keeps',
      value: {
        url,
        headers: { Authorization: { secret: true } },
        jobId: '019aa1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b',
      },
    },
  ],
  ImportPreviewInput: [
    {
      summary: 'A crontab',
      value: {
        text: '# Nightly report\n30 2 * * * curl -m 10 -H "X-Team: billing" https://api.example.com/reports\n@reboot /opt/start.sh',
        timezone: 'Europe/Oslo',
      },
    },
    { summary: 'A command', value: { text: `curl -X POST ${url}` } },
  ],
  ImportPreview: one({
    kind: 'crontab',
    entries: [
      {
        line: 2,
        source: '30 2 * * * curl -k -m 10 -H "X-Team: billing" https://api.example.com/reports',
        job,
        description: 'At 02:30',
        nextRun: '2026-11-22T01:30:00.000Z',
        taken: [
          { what: '30 2 * * *', as: 'the schedule' },
          { what: '-m 10', as: 'timeout of 10 s' },
          { what: '-H X-Team', as: 'header X-Team' },
        ],
        dropped: [
          {
            what: '-k',
            why: 'Prikke always checks certificates: a target with a bad one fails.',
          },
        ],
        problem: null,
      },
      {
        line: 3,
        source: '@reboot /opt/start.sh',
        job: null,
        description: null,
        nextRun: null,
        taken: [],
        dropped: [],
        problem: 'It runs when a machine starts. Prikke knows no such moment: give it a schedule.',
      },
    ],
    ignoredCount: 1,
  }),
}
