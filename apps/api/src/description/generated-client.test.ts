import type { Pool } from '@prikke/schema'
import { expect, test } from 'vitest'
import { answerSelfTests } from '../../test/answer-self-tests.ts'
import { compile, type Generated, generateClient } from '../../test/generate-client.ts'
import { readDescription, routesOf } from '../../test/json-schema.ts'
import { appUrl, openApi } from '../../test/open-api.ts'
import { cronJob, makePast } from '../../test/samples.ts'
import { serve } from '../../test/wire.ts'

type Data = ReturnType<typeof JSON.parse>

async function setUp() {
  const api = await openApi({ limitFactor: 100, listening: true, planLimits: true })
  const document = (await api.call('GET', '/api/openapi.json')).body
  const client = await generateClient(document)
  const { port } = await serve(api.app)
  const names = routesOf(readDescription(document)).map(({ operation }) => operation.operationId)
  return { api, client, names, ...callers(client, `http://localhost:${port}`) }
}

/** Calls operations by name, and notes which were answered well. */
function callers({ operations, clientFor }: Generated, baseUrl: string) {
  const called = new Set<string>()
  const as = (own: Record<string, string>) => {
    const client = clientFor(baseUrl, { origin: appUrl, ...own })
    const run = async (
      name: string,
      options: object = {},
    ): Promise<Data & { response: Response }> => {
      const operation = operations[name]
      if (operation === undefined) throw new Error(`the client has no ${name}`)
      const { response, data, error } = await operation({ client, ...options })
      if (!response.ok) throw new Error(`${name}: ${response.status} ${JSON.stringify(error)}`)
      called.add(name)
      return { ...data, response }
    }
    return Object.assign(run, { client })
  }
  return { called, as }
}

const cookieOf = ({ response }: { response: Response }) => ({
  cookie: response.headers.getSetCookie()[0]?.split(';')[0] ?? '',
})

const password = 'a long password'

test('a client generated from the description calls every operation', async () => {
  const { api, client, names, called, as } = await setUp()
  const nobody = as({})
  const tokenTo = async (email: string) => (await api.mailsTo(email))[0]?.token ?? ''

  // Getting in.
  await nobody('getOpenApi')
  await nobody('getInstance')
  const email = 'ada@example.com'
  const registered = await nobody('register', { body: { email, password } })
  const organizationId = registered.organization.id
  await nobody('requestMagicLink', { body: { email } })
  await nobody('verifyMagicLink', { body: { token: await tokenTo(email) } })
  await nobody('requestPasswordReset', { body: { email } })
  const reset = { token: await tokenTo(email), password }
  await nobody('resetPassword', { body: reset })
  const signedIn = await nobody('login', { body: { email, password } })
  const first = as(cookieOf(signedIn))

  // A person.
  await first('getMe')
  await first('updateMe', { body: { name: 'Ada' } })
  const body = { currentPassword: password, password }
  const cookie = cookieOf(await first('changePassword', { body }))
  const ada = as({ ...cookie, 'prikke-organization': registered.organization.slug })
  await ada('setTier', { path: { id: organizationId }, body: { tier: 'pro' } })
  const moved = 'ada@example.org'
  await ada('requestEmailChange', { body: { email: moved, password } })
  await nobody('confirmEmailChange', { body: { token: await tokenTo(moved) } })
  await nobody('login', { body: { email: moved, password } })
  const sessions = await ada('listSessions')
  const other = sessions.data.find((each: { current: boolean }) => !each.current)
  await ada('revokeSession', { path: { id: other.id } })
  await ada('revokeOtherSessions')
  await ada('exportMe')

  // Organizations, and who is in them.
  const made = await ada('createOrganization', { body: { name: 'Second' } })
  const second = { path: { id: made.id } }
  await ada('listOrganizations')
  await ada('getOrganization', second)
  await ada('updateOrganization', { ...second, body: { name: 'Twice' } })
  await ada('deleteOrganization', { ...second, body: { confirm: 'Twice' } })
  await ada('restoreOrganization', second)
  await ada('exportOrganization', second)
  await ada('getUsage', { query: {} })
  await ada('listAuditEvents', { query: { action: 'organization.created' } })
  const ben = as(
    await nobody('register', { body: { email: 'ben@example.com', password } }).then(cookieOf),
  )
  const inviteBen = async () => {
    const invite = await ada('createInvite', { body: { email: 'ben@example.com', role: 'member' } })
    return { id: invite.id as string, path: { invite: await tokenTo('ben@example.com') } }
  }
  const { id: invite } = await inviteBen()
  await ada('listInvites')
  await ada('resendInvite', { path: { invite } })
  await ada('revokeInvite', { path: { invite } })
  await nobody('declineInvitation', { path: (await inviteBen()).path })
  const { path } = await inviteBen()
  await nobody('getInvitation', { path })
  await ben('acceptInvitation', { path })
  const members = await ada('listMembers')
  const { userId } = members.data.find((each: { email: string }) => each.email !== moved)
  await ada('updateMember', { path: { userId }, body: { role: 'admin' } })
  await ada('removeMember', { path: { userId } })
  await ben('acceptInvitation', { path: (await inviteBen()).path })
  await ben('leaveOrganization', { path: { id: organizationId } })

  // The instance.
  answerSelfTests(api.pool)
  await ada('getSystem')
  await ada('getSystemDatabase')
  await ada('getSystemSettings')
  await ada('testOutbound')
  await ada('testMail')

  // Keys.
  const key = await ada('createKey', { body: { name: 'program' } })
  await ada('listKeys')
  const spare = await ada('createKey', { body: { name: 'spare' } })
  await ada('rotateKey', { path: { id: spare.id }, body: { overlapHours: 1 } })
  await ada('revokeKey', { path: { id: spare.id } })
  await ada('getSigningSecret')
  await ada('rotateSigningSecret', { body: { overlapHours: 1 } })

  // What a program does.
  const program = as({ authorization: `Bearer ${key.key}` })
  await program('previewSchedule', { body: { cronExpression: '@daily' } })
  const job = { path: { id: (await program('createJob', { body: cronJob() })).id as string } }
  await program('previewImport', { body: { text: '@daily curl https://example.com' } })
  await program('listJobs', { query: { q: 'Nightly', tag: ['billing'], limit: 10 } })
  await program('listTags')
  const ids = [job.path.id]
  await program('changeJobs', { body: { ids, action: 'tag', tags: ['billing'] } })
  await program('getJob', job)
  await program('updateJob', { ...job, body: { name: 'Nightlier' } })
  await program('syncJobs', { body: { jobs: [cronJob({ key: 'a' })] }, query: { dryRun: 'true' } })
  await program('listUpcomingRuns', job)
  await program('listJobVersions', job)
  const execution = { path: { id: (await program('triggerJob', job)).id as string } }
  await program('getExecution', execution)
  await program('cancelExecution', execution)
  const past = await makePast(api.pool, {
    organizationId,
    jobId: job.path.id,
    scheduledFor: new Date().toISOString(),
  })
  await program('replayExecution', { path: { id: past } })
  await program('replayExecution', {
    path: { id: past },
    body: { method: 'PUT', headers: { 'X-Team': 'ops' }, body: null },
  })
  await program('getExecutionNeighbours', { path: { id: past } })
  await program('cancelExecutions', { body: { filter: { trigger: ['replay'] }, expectedCount: 9 } })
  await program('listExecutions', { query: { status: ['success'] } })
  await program('countExecutions', { query: { status: ['success', 'failed'], tag: ['billing'] } })
  await program('getExecutionHistogram', { query: { buckets: 24 } })
  await program('triggerJobs', { body: { ids } })
  const filter = { status: ['success'], jobId: ids }
  const again = await program('createReplay', { body: { filter, expectedCount: 1 } })
  await program('listReplays')
  await program('getReplay', { path: { id: again.id } })
  await program('cancelReplay', { path: { id: again.id } })
  await program('listJobExecutions', job)
  await program('getStats')
  await program('getStatsSeries', { query: { jobId: ids, buckets: 24 } })
  await program('listFailures', { query: { limit: 5 } })
  await program('listDays', { query: { jobId: job.path.id, days: 7 } })
  await program('listRecentExecutions', { query: { id: ids } })
  await program('countPlannedRuns', { query: { buckets: 24 } })
  const { path: channel } = {
    path: {
      id: (await program('createChannel', { body: { address: 'oncall@example.com' } }))
        .id as string,
    },
  }
  await program('listChannels')
  await program('getChannel', { path: channel })
  await program('updateChannel', { path: channel, body: { enabled: false } })
  const tested = program('testChannel', { path: channel })
  await settleAlerts(api.pool)
  await tested
  await program('listAlerts')
  await program('deleteChannel', { path: channel })
  await program('deleteJob', job)

  await hearHello(client, program.client, called)
  await testRun(client, program.client, called)

  await ada('logout')
  await ben('eraseMe', { body: { password } })
  expect(names.filter(name => !called.has(name))).toEqual([])
}, 120_000)

test('a program that uses a client generated from the description compiles, and one that misuses it does not', async () => {
  const { call } = await openApi()
  const client = await generateClient((await call('GET', '/api/openapi.json')).body)
  expect(await compile(client.folder, wellUsed)).toBe('')
  const faults = await compile(client.folder, misused)
  expect(faults.match(/program\.ts\(\d+/g)).toEqual([
    'program.ts(3',
    'program.ts(4',
    'program.ts(6',
  ])
}, 120_000)

const wellUsed = `import { createJob, listJobs } from './client/sdk.gen.js'
const { data, error } = await createJob({
  body: { name: 'a', url: 'https://example.com', scheduleType: 'cron', cronExpression: '@daily' },
})
if (error?.code === 'cron_invalid') throw new Error(error.detail)
export const next: string | null | undefined = data?.nextRunAt
export const names: string[] = (await listJobs()).data?.data.map(job => job.name) ?? []
`
const misused = `import { createJob, getJob } from './client/sdk.gen.js'
const { data, error } = await createJob({
  body: { name: 'a', url: 'https://example.com', scheduleType: 'never' },
}), version: string | undefined = data?.version
export { version }
if (error?.code === 'no_such_code') await getJob({ path: { id: 'x' } })
`

/** Ends the test of a channel as a notifier would, once it is there. */
async function settleAlerts({ sql }: Pool): Promise<void> {
  for (let settled = 0; settled === 0; ) {
    const rows = await sql`
      update alerts set status = 'sent', status_code = 250, answer = 'taken', settled_at = now()
      where status = 'pending' returning id`
    settled = rows.length
  }
}

/** A stream goes on: its first word is enough. */
async function hearHello({ operations }: Generated, client: object, called: Set<string>) {
  const { stream } = (await operations.streamEvents?.({ client })) ?? {}
  for await (const hint of stream ?? []) {
    expect(hint).toEqual({ type: 'hello' })
    called.add('streamEvents')
    break
  }
}

/** The stream of a test ends by itself. */
async function testRun({ operations }: Generated, client: object, called: Set<string>) {
  const body = { url: 'https://example.com/hook' }
  const { stream } = (await operations.testRun?.({ client, body })) ?? {}
  for await (const event of stream ?? []) {
    if ((event as { type: string }).type === 'done') called.add('testRun')
  }
}
