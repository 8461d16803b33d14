import { startChild } from './child.ts'
import type { Arrivals, SinkQuestion } from './sink-process.ts'

export type Sink = {
  /** At the first address. */
  url: string
  port: number
  pid: number
  /** Forgets what came before. */
  begin: () => Promise<void>
  /** Until this many different ids have come; throws after `withinMs`. */
  arrived: (count: number, withinMs: number) => Promise<void>
  /** What came since `begin`, in order, by the monotonic clock. */
  report: () => Promise<Arrivals>
  end: () => Promise<void>
}

/** The receiver of every post, a process of its own, at one address or at many. */
export async function startSink(hosts = ['127.0.0.1']): Promise<Sink> {
  const child = await startChild(new URL('sink-process.ts', import.meta.url), {
    SINK_HOSTS: hosts.join(' '),
  })
  const { port } = child.ready as { port: number }
  const ask = (question: SinkQuestion) => child.ask(question)
  return {
    url: `http://${hosts[0]}:${port}/`,
    port,
    pid: child.pid,
    begin: async () => {
      await ask({ type: 'begin' })
    },
    arrived: async (count, withinMs) => {
      const distinct = (await ask({ type: 'await', count, withinMs })) as number
      if (distinct < count)
        throw new Error(`Only ${distinct} of ${count} arrived in ${withinMs} ms.`)
    },
    report: async () => (await ask({ type: 'report' })) as Arrivals,
    end: child.end,
  }
}
