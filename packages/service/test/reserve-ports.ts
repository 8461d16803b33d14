import { createServer } from 'node:net'

/** Below what the system hands out by itself, so that nobody takes one while its owner is down. */
const lowest = 20_000
const highest = 31_999

/** Free ports of loopback that stay free when what listens there is stopped for a while. */
export async function reservePorts(count: number): Promise<number[]> {
  const ports: number[] = []
  let port = lowest + Math.floor(Math.random() * (highest - lowest - 1_000))
  while (ports.length < count) {
    if (await isFree(port)) ports.push(port)
    port++
  }
  return ports
}

function isFree(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}
