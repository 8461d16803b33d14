import { until } from '@prikke/service/test'
import { ask, makeJob, runNow, type Visit } from './person.ts'
import { type Seed, seedExecutions } from './seed-executions.ts'

/** A page of the dashboard: its name in pictures, and where it is. */
export type Screen = { name: string; path: string; signedOut?: boolean }

const rooms = [
  'profile',
  'security',
  'organization',
  'members',
  'channels',
  'keys',
  'signing',
  'usage',
  'audit',
  'danger',
]

const minuteMs = 60_000

/** Jobs beside those that are looked at, with what they have done. */
const others: { job: Record<string, unknown>; past: Omit<Seed, 'until'> }[] = [
  {
    job: { name: 'Send newsletters', cronExpression: '0 9 * * MON-FRI', tags: ['mail'] },
    past: { count: 12, everyMs: 1_440 * minuteMs },
  },
  {
    job: { name: 'Sync stock with the warehouse', cronExpression: '*/10 * * * *', tags: ['shop'] },
    past: { count: 400, everyMs: 10 * minuteMs, timeoutEach: 90 },
  },
  {
    job: { name: 'Refresh exchange rates', cronExpression: '5 * * * *', timezone: 'Europe/Oslo' },
    past: { count: 200, everyMs: 60 * minuteMs, failedEach: 60 },
  },
  {
    job: { name: 'Clear the cache of the search', cronExpression: '30 3 * * *', method: 'DELETE' },
    past: { count: 40, everyMs: 1_440 * minuteMs },
  },
  {
    job: { name: 'Renew certificates', cronExpression: '0 4 1 * *', tags: ['platform'] },
    past: { count: 2, everyMs: 30 * 1_440 * minuteMs },
  },
]

/** Makes what every page has something to show of. Returns all pages, each at an address of its own. */
export async function seedScreens(
  person: Visit,
  { targetUrl, databaseUrl }: { targetUrl: string; databaseUrl: string },
): Promise<Screen[]> {
  const url = `${targetUrl}/backup`
  const headers = { 'X-Team': 'billing' }
  const job = await makeJob(person, { name: 'Backup of the shop', url, headers, tags: ['shop'] })
  const failing = { name: 'Invoices', url: `${targetUrl}/failing`, method: 'POST', body: '{}' }
  const broken = await makeJob(person, failing)
  const resumeAt = new Date(Date.now() + 3_600_000).toISOString()
  const pause = { enabled: false, pauseNote: 'Moving house', resumeAt }
  const paused = await makeJob(person, { name: 'Paused report', url, ...pause })
  const newest = new Date(Date.now() - 2 * minuteMs)
  const past = {
    count: 900,
    everyMs: 15 * minuteMs,
    failedEach: 70,
    timeoutEach: 190,
    until: newest,
  }
  await seedExecutions(databaseUrl, job.id, past)
  await seedExecutions(databaseUrl, broken.id, { count: 30, everyMs: 60 * minuteMs, until: newest })
  for (const { job, past } of others) {
    const { id } = await makeJob(person, { scheduleType: 'cron', url, ...job })
    await seedExecutions(databaseUrl, id, { ...past, until: newest })
  }
  const ran = await runNow(person, job.id)
  const failed = await runNow(person, broken.id)
  const isOver = async ({ id }: { id: string }) => {
    const { status } = await ask<{ status: string }>(person, 'GET', `executions/${id}`)
    return !['pending', 'running'].includes(status)
  }
  await until(async () => (await isOver(ran)) && (await isOver(failed)), 'both to be over')
  const filter = { jobId: [broken.id], status: ['failed'] }
  const replay = await ask<{ id: string }>(person, 'POST', 'replays', { filter, expectedCount: 1 })
  return [
    { name: 'login', path: '/login', signedOut: true },
    { name: 'signup', path: '/signup', signedOut: true },
    { name: 'link', path: '/link', signedOut: true },
    { name: 'reset-password', path: '/reset-password', signedOut: true },
    { name: 'confirm-email', path: '/confirm-email', signedOut: true },
    { name: 'invite', path: '/invite', signedOut: true },
    { name: 'link-whole', path: '/link#token=x', signedOut: true },
    { name: 'reset-password-whole', path: '/reset-password#token=x', signedOut: true },
    { name: 'confirm-email-whole', path: '/confirm-email#token=x', signedOut: true },
    { name: 'erased', path: '/erased', signedOut: true },
    { name: 'welcome', path: '/welcome' },
    { name: 'overview', path: '/' },
    { name: 'jobs', path: '/jobs' },
    { name: 'job-new', path: '/jobs/new' },
    { name: 'jobs-import', path: '/jobs/import' },
    { name: 'job', path: `/jobs/${job.id}` },
    { name: 'job-configuration', path: `/jobs/${job.id}?tab=configuration` },
    { name: 'job-upcoming', path: `/jobs/${job.id}?tab=upcoming` },
    { name: 'job-paused', path: `/jobs/${paused.id}` },
    { name: 'job-edit', path: `/jobs/${job.id}/edit` },
    { name: 'execution', path: `/executions/${ran.id}` },
    { name: 'execution-failed', path: `/executions/${failed.id}` },
    { name: 'executions', path: '/executions' },
    { name: 'executions-filtered', path: '/executions?status=failed&q=no' },
    { name: 'replay', path: `/replays/${replay.id}` },
    { name: 'organization-new', path: '/organizations/new' },
    ...rooms.map(room => ({ name: `settings-${room}`, path: `/settings/${room}` })),
    { name: 'system', path: '/system' },
    { name: 'nowhere', path: '/nowhere' },
  ]
}
