/** While the database is away a loop comes back after this long, doubling up to the longest. */
export const firstRetryMs = 100
export const longestRetryMs = 2_000
