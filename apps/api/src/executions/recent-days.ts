const dayMs = 24 * 60 * 60 * 1000

/**
 * When the last days of history begin, at a UTC midnight: what runs at all mostly ran then, and each
 * of forty partitions before them costs every job a look.
 */
export const recentDays = () => new Date((Math.floor(Date.now() / dayMs) - 2) * dayMs)
