/** A promise that a run has broken. */
export class Violation extends Error {
  readonly at: number
  readonly jobId: number | null
  /** The occurrence that it is about, by its instant. */
  readonly scheduledFor: number | null

  constructor(
    at: number,
    jobId: number | null,
    message: string,
    scheduledFor: number | null = null,
  ) {
    super(message)
    this.at = at
    this.jobId = jobId
    this.scheduledFor = scheduledFor
  }
}
