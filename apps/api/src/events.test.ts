import { expect, test } from 'vitest'
import { openApi } from '../test/open-api.ts'
import { makeJob } from '../test/samples.ts'

/** The types of the hints on a stream, one by one. */
async function* hintsOf(response: Response): AsyncGenerator<string> {
  let text = ''
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk).toString()
    const messages = text.split('\n\n')
    text = messages.pop() ?? ''
    for (const message of messages) yield JSON.parse(message.replace('data: ', '')).type
  }
}

test('GET /api/events: hello, then a hint for each change in the organization and no other', async () => {
  const { app, ...api } = await openApi({ listening: true })
  const [org, other] = [await api.organization(), await api.organization()]
  const response = await app.request('/api/events', {
    headers: { authorization: `Bearer ${org.key}` },
  })
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/)
  const hints = hintsOf(response)
  expect((await hints.next()).value).toBe('hello')
  // Nothing of the other organization comes between: the next hint is of our own run.
  await makeJob(other.call)
  api.services.hub.publish([{ type: 'jobs', organizations: [other.id] }])
  api.services.hub.publish([{ type: 'executions', organizations: [org.id] }])
  expect((await hints.next()).value).toBe('executions')
  await makeJob(org.call)
  expect((await hints.next()).value).toBe('jobs')
  api.services.hub.publish([{ type: 'alerts', organizations: '*' }])
  expect((await hints.next()).value).toBe('alerts')
  await hints.return(undefined)
})

test('GET /api/events: a session names its organization in the query, for want of a header', async () => {
  const { app, ...api } = await openApi()
  const person = await api.person()
  const other = await api.organization()
  await api.pool.sql`insert into members (organization_id, user_id, role)
    values (${other.id}, ${person.user.id}, 'member')`
  const headers = { cookie: person.cookie }
  const open = (query: string) => app.request(`/api/events${query}`, { headers })
  expect((await open('')).status).toBe(400)
  expect((await open('?organization=nobodys')).status).toBe(404)
  expect((await open('?since=1')).status).toBe(400)
  const response = await open(`?organization=${other.slug}`)
  expect(response.status).toBe(200)
  await response.body?.cancel()
  const elsewhere = await app.request(`/api/jobs?organization=${other.slug}`, { headers })
  expect(elsewhere.status).toBe(400)
})
