import { until } from '@prikke/service/test'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTarget, type Target } from '../target.ts'
import { makeJob, runNow, signUp, visit } from './person.ts'
import { useStage } from './use-stage.ts'

const stage = useStage()
let target: Target

beforeAll(async () => {
  target = await startTarget()
})

afterAll(async () => {
  await target?.close()
})

test('an execution that starts elsewhere appears by itself on the open job page', async () => {
  const person = await visit(stage)
  const { page } = person
  await signUp(person)
  const { id } = await makeJob(person, { name: 'Live', url: `${target.url}/live` })
  await page.goto(`${stage.stack.url}/jobs/${id}`)
  await page.getByRole('heading', { name: 'Live' }).waitFor()
  const rows = () => page.getByText('Success').count()
  expect(await rows()).toBe(0)
  await runNow(person, id)
  await until(async () => (await rows()) > 0, 'the row to appear', 10_000)
})
