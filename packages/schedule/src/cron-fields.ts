export type CronField = {
  name: 'minute' | 'hour' | 'day of month' | 'month' | 'day of week'
  first: number
  last: number
  /** How many different values there are; 0 and 7 are both Sunday. */
  valueCount: number
  /** Three-letter names, each standing for `first` plus its place. */
  names: readonly string[]
}

/** The five fields in the order they are written. */
export const cronFields: readonly [CronField, CronField, CronField, CronField, CronField] = [
  { name: 'minute', first: 0, last: 59, valueCount: 60, names: [] },
  { name: 'hour', first: 0, last: 23, valueCount: 24, names: [] },
  { name: 'day of month', first: 1, last: 31, valueCount: 31, names: [] },
  {
    name: 'month',
    first: 1,
    last: 12,
    valueCount: 12,
    names: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'],
  },
  {
    name: 'day of week',
    first: 0,
    last: 7,
    valueCount: 7,
    names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'],
  },
]
