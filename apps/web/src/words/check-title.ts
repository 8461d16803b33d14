const titles: Readonly<Record<string, string>> = {
  api: 'API',
  scheduler: 'Scheduler',
  executor: 'Executor',
  notifier: 'Notifier',
  versions: 'Versions',
  tzdata: 'Time zones',
  clocks: 'Clocks',
  tick: 'Schedules',
  queue: 'Queue',
  lateness: 'Lateness',
  alerts: 'Alerts',
  mails: 'Mail',
  retention: 'Tidying up',
}

/** What a check of the system is called: `old_keys` is `Old keys`. */
export function checkTitle(name: string): string {
  const words = name.replaceAll('_', ' ')
  return titles[name] ?? words.charAt(0).toUpperCase() + words.slice(1)
}
