import type { CrashPoint } from '@prikke/queue'
import type { SlotName } from './plan-faults.ts'

/** A span in which something was done to Prikke; `slot` and `pid` are null when it met everybody. */
export type FaultSpan = {
  kind: string
  slot: SlotName | null
  pid: number | null
  from: number
  /** Infinity while it lasts, and for a process that is gone. */
  to: number
}

export type Exit = {
  slot: SlotName
  pid: number
  at: number
  code: number | null
  signal: string | null
  why: 'killed' | 'asked' | 'crash-point' | 'unexpected'
  /** When it was asked to leave. */
  askedAt: number | null
}

/** What a process said that no process should ever say. */
export type Complaint = { slot: SlotName; pid: number; at: number; line: string }

/** All that was done, and how the processes took it. */
export type FaultLog = {
  spans: FaultSpan[]
  exits: Exit[]
  complaints: Complaint[]
  visits: Map<CrashPoint, number>
  /** When the harness itself stood still: its targets answered nobody, its proxies passed nothing on. */
  standstills: { from: number; to: number }[]
  /** Notes a fault that begins now; the answer ends it. */
  begin: (kind: string, slot: SlotName | null, pid: number | null) => () => void
}

export function createFaultLog(): FaultLog {
  const spans: FaultSpan[] = []
  return {
    spans,
    exits: [],
    complaints: [],
    visits: new Map(),
    standstills: [],
    begin: (kind, slot, pid) => {
      const span = { kind, slot, pid, from: Date.now(), to: Number.POSITIVE_INFINITY }
      spans.push(span)
      return () => {
        span.to = Date.now()
      }
    },
  }
}

/** What a fault may still do after it has ended: a connection that is found dead, a late answer. */
const afterMs = 2_000

/** The faults that met a process, or everybody, within a span of time. */
export function faultsTouching(
  spans: readonly FaultSpan[],
  { pid, from, to }: { pid?: number | null; from: number; to: number },
): FaultSpan[] {
  return spans.filter(
    span =>
      (span.pid === null || pid === undefined || span.pid === pid) &&
      span.from <= to + afterMs &&
      span.to >= from - afterMs,
  )
}
