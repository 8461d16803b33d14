/**
 * Why a schedule was refused. `field` names the cron field in words, `position` counts characters
 * from 0 in the expression as it was given.
 */
export type ScheduleProblem = {
  code: 'cron_invalid' | 'cron_never_fires' | 'timezone_invalid'
  message: string
  field?: string
  position?: number
}
