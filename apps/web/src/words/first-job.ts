/** The schedules that a first job is offered, the oftenest first. */
export const firstSchedules = [
  { key: 'often', label: 'Every 5 minutes', cronExpression: '*/5 * * * *', minutes: 5 },
  { key: 'hourly', label: 'Every hour', cronExpression: '0 * * * *', minutes: 60 },
  { key: 'daily', label: 'Every day at 09:00', cronExpression: '0 9 * * *', minutes: 1_440 },
] as const

export type FirstSchedule = (typeof firstSchedules)[number]['key'] | 'own'

/** What a job that calls this is named: its host, or that it is the first. */
export function firstName(url: string): string {
  if (!URL.canParse(url)) return 'First job'
  const { host, pathname } = new URL(url)
  return /^\/echo(\/|$)/.test(pathname) ? 'First job' : host.slice(0, 120)
}
