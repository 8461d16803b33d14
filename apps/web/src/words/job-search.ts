import type { JobFilter, JobOrder } from '@prikke/contract'

/** The search part of the address of the list of jobs. */
export type JobSearch = Partial<
  Record<'q' | 'status' | 'method' | 'scheduleType' | 'enabled' | 'failing' | 'sort', string> & {
    tag: string | string[]
  }
>

const statuses = ['success', 'failed', 'timeout'] as const
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'] as const
const scheduleTypes = ['cron', 'once'] as const
const yesOrNo = ['true', 'false'] as const

/** The orders that the list offers, in words. */
export const jobOrders = [
  ['-createdAt', 'Newest first'],
  ['createdAt', 'Oldest first'],
  ['name', 'By name'],
  ['nextRunAt', 'Next run first'],
  ['-lastRunAt', 'Last run first'],
] as const satisfies readonly (readonly [JobOrder, string])[]

/** Which jobs an address asks for; what it says that means nothing is passed over. */
export function jobFilterOf(search: JobSearch): JobFilter {
  const yes = (given: string | undefined) => {
    const known = oneOf(yesOrNo, given)
    return known === undefined ? undefined : known === 'true'
  }
  const q = search.q?.trim().slice(0, 200)
  const tag = [search.tag ?? []].flat().filter(each => each !== '' && each.length <= 50)
  return without({
    q: q === '' ? undefined : q,
    status: oneOf(statuses, search.status),
    method: oneOf(methods, search.method),
    scheduleType: oneOf(scheduleTypes, search.scheduleType),
    enabled: yes(search.enabled),
    failing: yes(search.failing),
    tag: tag.length === 0 ? undefined : tag,
  })
}

export const jobOrderOf = (search: JobSearch): JobOrder =>
  jobOrders.find(([order]) => order === search.sort)?.[0] ?? '-createdAt'

/** How many things the filter asks for, the search among them. */
export const askedOf = (filter: JobFilter): number => Object.keys(filter).length

const oneOf = <T extends string>(known: readonly T[], given: string | undefined) =>
  known.find(each => each === given)

const without = <T extends object>(filter: T): T =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as T
