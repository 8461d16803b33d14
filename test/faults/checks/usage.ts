import type { Evidence } from '../evidence.ts'

/** Every execution that was written to run was counted, once, for its month. */
export function checkUsage({ usage }: Evidence): string[] {
  return usage
    .filter(({ counted, rows }) => counted !== rows)
    .map(({ organizationId, month, counted, rows }) => {
      const whose = `organization ${organizationId} in ${month.slice(0, 7)}`
      return `${whose}: ${counted} executions were counted, and there are ${rows}`
    })
}
