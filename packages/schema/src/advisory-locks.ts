/** Every advisory lock of Prikke's, in one place so that no two are the same number. */
export const advisoryLocks = {
  /** Held while migrations run. */
  migration: 7_004_001,
  /** One statement at a time writes occurrences in each lane of the tick; the second key is the lane. */
  tick: 7_004_002,
  /** One scheduler makes partitions at a time. */
  partitions: 7_004_003,
  /** One registration at a time decides whether it is the first account. */
  firstAccount: 7_004_004,
  /** One scheduler drops a day of the past at a time. */
  pastDay: 7_004_005,
} as const
