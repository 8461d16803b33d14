/** What one code of a problem stands for. */
export type Refusal = {
  status:
    | 400
    | 401
    | 402
    | 403
    | 404
    | 405
    | 408
    | 409
    | 410
    | 412
    | 413
    | 415
    | 422
    | 429
    | 431
    | 500
    | 503
    | 504
  /** What it means, and what to do where that is not plain. */
  meaning: string
}
