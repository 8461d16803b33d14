import { join } from 'node:path'
import { dashboardFolder } from './dashboard.ts'
import { freePorts } from './ports.ts'
import type { SecretKeys } from './secret-keys.ts'
import type { Settings } from './settings.ts'
import type { App } from './supervise.ts'

const names = ['scheduler', 'executor', 'notifier', 'api'] as const

/** Nothing new comes in first; then what is under way is finished. */
export const stopOrder = [
  ['web', 'api', 'scheduler'],
  ['executor', 'notifier'],
]

/** Every app of Prikke with its environment: what was set, and what only `start` knows. */
export async function listApps(
  settings: Settings,
  { databaseUrl, keys }: { databaseUrl: string; keys: SecretKeys },
): Promise<App[]> {
  const ports = await healthPorts(settings.healthPort)
  const healthPortOf = new Map(names.map((name, index) => [name, ports[index] as number]))
  const databasePort = Number(new URL(databaseUrl).port || 5432)
  const peers = names.filter(name => name !== 'api')

  const environment = { ...(process.env as Record<string, string>), ...settings.defaults }
  // It belongs to a DATABASE_URL; beside the embedded database it would be another one.
  if (settings.databaseUrl === undefined) delete environment.DATABASE_POOL_URL
  const common = {
    // Node keeps what it compiled: an app is up a quarter sooner at its second start.
    NODE_COMPILE_CACHE: join(settings.dataDir, 'compile-cache'),
    ...environment,
    HOST: settings.host,
    PORT: String(settings.port),
    APP_URL: settings.appUrl,
    DATABASE_URL: databaseUrl,
    SECRET_KEY: keys.newest,
    SECRET_KEY_PREVIOUS: keys.previous,
    PRIKKE_OWN_PORTS: [settings.port, ...ports, databasePort].join(','),
    PRIKKE_PARENT_PID: String(process.pid),
  }
  const forApi = {
    PRIKKE_PEERS: peers.map(name => `${name}=http://127.0.0.1:${healthPortOf.get(name)}`).join(','),
    PRIKKE_WEB_DIR: dashboardFolder,
  }
  return names.map(name => ({
    name,
    args: [`apps/${name}/src/main.ts`],
    env: {
      ...common,
      ...(name === 'api' ? forApi : {}),
      HEALTH_PORT: String(healthPortOf.get(name)),
    },
  }))
}

async function healthPorts(first: number): Promise<number[]> {
  return first === 0 ? freePorts(names.length) : names.map((_, index) => first + index)
}
