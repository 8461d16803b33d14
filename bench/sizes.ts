/** How much of everything: enough to trust, or enough to see that it works. */
export const sizes = {
  full: {
    rounds: 3,
    warmUp: 3_000,
    drain: 20_000,
    latencySeconds: 20,
    spike: 10_000,
    fanOut: 100_000,
    history: [0, 1_000_000, 5_000_000],
    claims: 200,
    soakSeconds: 180,
    idleSeconds: 60,
    searchJobs: 10_000,
    searchHistory: 1_000_000,
    searches: 10,
    slow: 8_000,
    hungSeconds: 8,
  },
  quick: {
    rounds: 1,
    warmUp: 100,
    drain: 500,
    latencySeconds: 1,
    spike: 300,
    fanOut: 2_000,
    history: [0, 20_000],
    claims: 10,
    soakSeconds: 2,
    idleSeconds: 3,
    searchJobs: 100,
    searchHistory: 3_000,
    searches: 2,
    slow: 300,
    hungSeconds: 2,
  },
}

export type Sizes = (typeof sizes)['full']
