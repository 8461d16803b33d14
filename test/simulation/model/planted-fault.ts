/** Faults that can be put into the model, each of which a checker must find. */
export const plantedFaults = {
  'no-fence': 'a result is taken whatever attempt it belongs to',
  'advance-from-now': 'the next run is computed from now in place of the scheduled time',
  'through-not-moved-back': 'an edit withdraws what was written ahead and leaves written_through',
  'ahead-not-withdrawn': 'an edit leaves what was written ahead in the queue',
  'short-lease': 'a lease is shorter than the timeout of the request',
  'alert-apart': 'alerts are written after the statement that settles',
  'occurrence-not-unique': 'a tick inserts without the compare-and-set and the unique occurrence',
  'clock-of-the-process': 'a tick takes the clock of its process in place of the database’s',
  'state-by-arrival': 'the state of a job follows whichever result comes last',
  'retry-of-a-job-off': 'a scheduled retry goes back although its job was switched off',
  'attempt-given-back': 'an attempt that is given back takes its number back with it',
  'class-after-class': 'a claim takes the first class with work until it has none',
  'overlap-unseen': 'a tick does not look whether the job has another execution',
  'late-is-missed': 'every late occurrence is missed, whatever the catch-up policy says',
  'alert-unfenced': 'a notifier that lost its lease overwrites what another has settled',
} as const

export type PlantedFault = keyof typeof plantedFaults
