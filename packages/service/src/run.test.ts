import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'

const hanging = fileURLToPath(new URL('../test/hanging-process.ts', import.meta.url))

test('a process whose loop hangs says so in /ready, and leaves with a fatal line', async () => {
  const child = spawn(process.execPath, [hanging], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const closed = once(child, 'close')
  const lines: Record<string, unknown>[] = []
  createInterface({ input: child.stdout }).on('line', line => lines.push(JSON.parse(line)))
  const port = () => lines.find(line => line.healthPort !== undefined)?.healthPort
  const withinMs = { timeout: 15_000, interval: 20 }
  await expect.poll(port, withinMs).toBeTypeOf('number')

  const ready = async () => (await fetch(`http://127.0.0.1:${port()}/ready`)).json()
  await expect.poll(ready, withinMs).toMatchObject({ ready: true })
  await expect
    .poll(ready, withinMs)
    .toMatchObject({ ready: false, reason: 'without success for too long: work' })
  expect((await closed)[0]).toBe(1)
  expect(lines).toContainEqual(
    expect.objectContaining({ level: 60, loop: 'work', msg: 'a loop hangs: this process leaves' }),
  )
}, 30_000)
