import { until } from '@prikke/service/test'
import { ask, makeJob, runNow, type Visit } from './person.ts'

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

/** Makes what every page has something to show of. Returns all pages, each at an address of its own. */
export async function seedScreens(person: Visit, targetUrl: string): Promise<Screen[]> {
  const url = `${targetUrl}/backup`
  const headers = { 'X-Team': 'billing' }
  const job = await makeJob(person, { name: 'Backup of the shop', url, headers, tags: ['shop'] })
  const failing = { name: 'Invoices', url: `${targetUrl}/failing`, method: 'POST', body: '{}' }
  const broken = await makeJob(person, failing)
  const resumeAt = new Date(Date.now() + 3_600_000).toISOString()
  const pause = { enabled: false, pauseNote: 'Moving house', resumeAt }
  const paused = await makeJob(person, { name: 'Paused report', url, ...pause })
  const ran = await runNow(person, job.id)
  const failed = await runNow(person, broken.id)
  const isOver = async ({ id }: { id: string }) => {
    const { status } = await ask<{ status: string }>(person, 'GET', `executions/${id}`)
    return !['pending', 'running'].includes(status)
  }
  await until(async () => (await isOver(ran)) && (await isOver(failed)), 'both to be over')
  const filter = { status: ['failed'] }
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
