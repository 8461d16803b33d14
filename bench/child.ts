import { fork } from 'node:child_process'
import { once } from 'node:events'

/** A process of the bench that answers questions, one after another. */
export type Child = {
  pid: number
  /** What it said when it was ready. */
  ready: unknown
  ask: (question: object) => Promise<unknown>
  end: () => Promise<void>
}

/** Starts a file of the bench as a process of its own; resolves when it has sent its first message. */
export async function startChild(file: URL, env: Record<string, string> = {}): Promise<Child> {
  const child = fork(file, {
    env: { ...process.env, ...env },
    serialization: 'advanced',
    execArgv: [],
  })
  const exited = once(child, 'exit')
  const answer = async () => {
    const [reply] = await Promise.race([
      once(child, 'message'),
      exited.then(([code]) => {
        throw new Error(`${file.pathname} ended with code ${code}.`)
      }),
    ])
    return reply as unknown
  }
  const ready = await answer()
  return {
    pid: child.pid as number,
    ready,
    ask: async question => {
      const answered = answer()
      child.send(question)
      return await answered
    },
    end: async () => {
      child.kill('SIGTERM')
      await exited
    },
  }
}
