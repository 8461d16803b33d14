import type { Level, SystemCheck } from '@prikke/contract'

const severity: Record<Level, number> = { bad: 0, warn: 1, ok: 2 }

/** The worst first, and otherwise as they came. */
export const worstFirst = (checks: readonly SystemCheck[]): SystemCheck[] =>
  [...checks].sort((a, b) => severity[a.level] - severity[b.level])

/** How all of them together stand: as the worst does. */
export const levelOf = (checks: readonly SystemCheck[]): Level =>
  worstFirst(checks)[0]?.level ?? 'ok'

/** A span for people: `840 ms`, `12 s`, `3 min`, `5 h`, `2 days`. */
export function spanInWords(ms: number): string {
  const whole = Math.round(ms)
  if (whole < 1_000) return `${whole} ms`
  if (whole < 120_000) return `${Math.round(whole / 1_000)} s`
  if (whole < 7_200_000) return `${Math.round(whole / 60_000)} min`
  if (whole < 172_800_000) return `${Math.round(whole / 3_600_000)} h`
  return `${Math.round(whole / 86_400_000)} days`
}
