import type { Counts } from '@prikke/contract'

export const noCounts: Counts = {
  pending: 0,
  running: 0,
  success: 0,
  failed: 0,
  timeout: 0,
  missed: 0,
  skipped: 0,
  cancelled: 0,
}
