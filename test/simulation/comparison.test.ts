import { createDatabase } from '@prikke/schema/test'
import { expect, onTestFinished, test } from 'vitest'
import { compareModel } from './compare-model.ts'

const scriptCount = Number(process.env.PRIKKE_MODEL_SCRIPTS ?? 20)
const longestScriptMs = 2_000

async function ownDatabase(): Promise<string> {
  const { url, drop } = await createDatabase()
  onTestFinished(drop)
  return url
}

test(
  'the model and the product on PostgreSQL agree in every row after every command',
  async () => {
    const { failure, commandCount } = await compareModel({ url: await ownDatabase(), scriptCount })
    expect(failure).toBeNull()
    expect(commandCount).toBeGreaterThan(scriptCount * 25)
  },
  60_000 + scriptCount * longestScriptMs,
)

test.each(['short-lease', 'advance-from-now'] as const)(
  'a model that is wrong is told apart: %s',
  async plant => {
    const url = await ownDatabase()
    const { failure } = await compareModel({ url, scriptCount: 20, plant })
    expect(failure).toContain('in the model alone')
  },
)
