import type { Job } from '@prikke/contract'
import type { Command } from '../keyboard/commands.ts'

export type PaletteRow = {
  group: 'Here' | 'Go to' | 'Jobs' | 'Anywhere' | 'Docs'
  label: string
  note?: string
  hint?: string | undefined
  run: () => void
}

/** Whether each word that was typed stands in the label, at the beginning of one of its words. */
export function matchesWords(label: string, typed: string): boolean {
  const words = label.toLowerCase().split(/[\s·/-]+/)
  const asked = typed.toLowerCase().split(/\s+/).filter(Boolean)
  return asked.every(part => words.some(word => word.startsWith(part)))
}

/** What the palette offers for what was typed: jobs as the server found them, the rest by words. */
export function paletteRows(
  typed: string,
  from: {
    commands: readonly Command[]
    places: readonly Command[]
    actions: readonly Command[]
    docs: readonly Command[]
    jobs: readonly Job[]
    open: (href: string) => void
  },
): PaletteRow[] {
  const some = (group: PaletteRow['group'], all: readonly Command[]): PaletteRow[] =>
    all.filter(({ label }) => matchesWords(label, typed)).map(each => ({ group, ...each }))
  const jobs = from.jobs.map(
    (job): PaletteRow => ({
      group: 'Jobs',
      label: job.name,
      note: `${job.method} ${hostOf(job.url)}`,
      run: () => from.open(`/jobs/${job.id}`),
    }),
  )
  return [
    ...some('Here', from.commands),
    ...some('Go to', from.places),
    ...jobs,
    ...some('Anywhere', from.actions),
    ...some('Docs', from.docs),
  ]
}

const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).host : url)
