import { createDatabase } from '@prikke/schema/test'
import { startStack, until } from '@prikke/service/test'
import { expect, onTestFinished, test } from 'vitest'
import { type Client, signUp } from './client.ts'
import { startTarget } from './target.ts'

type Job = { id: string; nextRunAt: string | null }
type Organization = { id: string; name: string; deletedAt: string | null }
type Page = { data: { status: string; errorCode: string | null }[] }

test('a deleted organization is called for by no process any more, and by all again once it is restored', async () => {
  const database = await createDatabase()
  onTestFinished(database.drop)
  const target = await startTarget()
  onTestFinished(() => target.close())
  const stack = await startStack(database.url)
  onTestFinished(() => stack.end())
  const [gone, other] = [await signUp(stack.url), await signUp(stack.url)]
  const {
    organizations: [organization],
  } = await gone.session.must<{ organizations: [Organization] }>('GET', '/api/me')
  const path = `/api/organizations/${organization.id}`
  const arrivals = (name: string) => target.arrivals.filter(arrival => arrival.path === name)
  const make = (client: Client, name: string, inMs: number) =>
    client.must<Job>('POST', '/api/jobs', {
      name,
      url: `${target.url}${name}`,
      scheduleType: 'once',
      scheduledAt: new Date(Date.now() + inMs).toISOString(),
      retryAttempts: 0,
    })

  const soon = await make(gone, '/soon', 3_000)
  const later = await make(gone, '/later', 9_000)
  // Written ahead by the tick, two seconds before it is due.
  await until(async () => {
    const { data } = await gone.must<Page>('GET', '/api/executions')
    return data.length > 0
  }, 'the occurrence to be written')
  await gone.session.must('DELETE', path, { confirm: organization.name })
  expect((await gone.call('GET', '/api/jobs')).status).toBe(401)

  await make(other, '/after', 4_000)
  await until(() => arrivals('/after').length > 0, 'a job that was due after it')
  expect(arrivals('/soon')).toEqual([])
  const { data } = await gone.session.must<Page>('GET', `/api/jobs/${soon.id}/executions`)
  expect(data.filter(({ errorCode }) => errorCode !== 'organization_deleted')).toEqual([])

  await gone.session.must('POST', `${path}/restore`)
  expect((await gone.must<Job>('GET', `/api/jobs/${later.id}`)).nextRunAt).not.toBeNull()
  await until(() => arrivals('/later').length > 0, 'the job that is due after the restoration')
  await gone.must('POST', `/api/jobs/${soon.id}/trigger`)
  await until(() => arrivals('/soon').length > 0, 'the run by hand')
  expect(arrivals('/later')).toHaveLength(1)
})
