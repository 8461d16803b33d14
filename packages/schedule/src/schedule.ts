/** When a job runs: wall-clock times in a zone, or one instant (epoch milliseconds). */
export type Schedule =
  | { scheduleType: 'cron'; cronExpression: string; timezone: string }
  | { scheduleType: 'once'; scheduledAt: number; timezone: string }
