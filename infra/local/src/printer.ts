import { logLine } from './log-line.ts'

/** What may wait for a slow reader, such as a paused pager; past that, lines are dropped. */
const mostWaitingBytes = 16_000_000

export type Printer = {
  /** A line that an app wrote. */
  print: (app: string, line: string) => void
  /** A sentence of `start` itself, as it is. */
  say: (sentence: string) => void
}

/** Prints to a terminal, a pipe or a file. One that is gone stops no job. */
export function createPrinter(out: NodeJS.WriteStream): Printer {
  const colour = out.isTTY === true && out.hasColors()
  let droppedCount = 0
  out.on('error', () => {})

  const write = (line: string) => {
    if (out.writableLength > mostWaitingBytes) {
      droppedCount += 1
      return
    }
    if (droppedCount > 0) out.write(`… ${droppedCount} lines were dropped: nobody read them …\n`)
    droppedCount = 0
    out.write(`${line}\n`)
  }
  return { print: (app, line) => write(logLine(app, line, { colour })), say: write }
}
