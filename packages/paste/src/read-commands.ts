import type { Token, Word } from './word.ts'

/** A command of a line: what it is called with, and how it hangs together with the one before. */
export type Command = {
  words: Word[]
  /** The operator in front: `&&`, `|`, … ; empty for the first of a line. */
  after: string
  redirects: { operator: string; target: string }[]
  /** What it reads, where the line says so. */
  input: string | null
}

/** Groups tokens into commands; blank ones are left out. */
export function readCommands(tokens: readonly Token[]): Command[] {
  const commands: Command[] = []
  let open: Command | null = null
  let after = ''
  for (const token of tokens) {
    if (token.kind === 'operator') {
      // A line that ends with an operator goes on in the next.
      if (token.text === '\n' && open === null && /[&|]/.test(after)) continue
      open = null
      after =
        token.text === '\n' || token.text === ')' ? '' : token.text === '(' ? after : token.text
      continue
    }
    if (open === null) {
      open = { words: [], after, redirects: [], input: null }
      commands.push(open)
    }
    if (token.kind === 'word') {
      const { kind, ...word } = token
      open.words.push(word)
    } else {
      const { operator, target } = token
      open.redirects.push({ operator, target })
      if (operator.startsWith('<<')) open.input = operator === '<<<' ? `${target}\n` : target
    }
  }
  return commands.filter(({ words }) => words.length > 0)
}
