import { type Amounts, type Outcome, outcomes, totalOf } from './outcomes.ts'

export type Frame = { width: number; height: number }
type Column = { x: number; width: number }

/** Where a column stands, on whole pixels, with a gap as soon as there is room for one. */
export function columnOf(index: number, count: number, width: number): Column {
  const x = Math.round((index * width) / count)
  const pitch = Math.round(((index + 1) * width) / count) - x
  const gap = pitch >= 8 ? 2 : pitch >= 3 ? 1 : 0
  return { x, width: Math.max(1, pitch - gap) }
}

const roundTenths = [10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100]

/** The least round number that is not below; up to ten each is. */
export function roundUp(value: number): number {
  if (value <= 10) return Math.max(1, Math.ceil(value))
  const tenth = 10 ** (Math.floor(Math.log10(value)) - 1)
  return (roundTenths.find(count => count * tenth >= value) ?? 100) * tenth
}

/**
 * All bars as one path for each outcome, stacked from the ground up, and one of the marks under
 * every column in which something failed. What there is any of is at least 2 pixels tall.
 */
export function barPaths(
  slots: readonly Amounts[],
  { width, height }: Frame,
): Record<Outcome | 'marks', string> {
  const paths = { failed: '', success: '', open: '', left: '', planned: '', marks: '' }
  const most = roundUp(Math.max(1, ...slots.map(totalOf)))
  for (const [index, amounts] of slots.entries()) {
    if (totalOf(amounts) === 0) continue
    const column = columnOf(index, slots.length, width)
    let ground = height
    for (const { key } of outcomes) {
      if (amounts[key] === 0) continue
      const tall = Math.min(ground, Math.max(2, Math.round((amounts[key] / most) * height)))
      ground -= tall
      paths[key] += boxPath(column, ground, tall)
    }
    if (amounts.failed > 0) paths.marks += boxPath(column, height + 3, 3)
  }
  return paths
}

const boxPath = ({ x, width }: Column, y: number, tall: number) =>
  `M${x} ${y}h${width}v${tall}h${-width}z`
