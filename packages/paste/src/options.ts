import type { Word } from './word.ts'

/** One option of a command line, or with the name `''` a word that belongs to none. */
export type Option = { name: string; value: string; what: string; word: Word }

export type OptionTable = {
  /** Long names by letter. */
  letters: Readonly<Record<string, string>>
  /** Long names that take a value in the word after. */
  valued: ReadonlySet<string>
  /** Long names that take none, as far as an abbreviation could mean them. */
  plain: ReadonlySet<string>
}

const none: Word = { text: '', unknown: [], filled: [], at: 0 }

/**
 * Tells the options of a program from its other words: `-sXPOST`, `--max-time 5`, `--max-time=5`,
 * abbreviations that mean one option alone. Dashes that a word processor made long count as dashes.
 */
export function readOptions(words: readonly Word[], table: OptionTable): Option[] {
  const options: Option[] = []
  let onlyWords = false
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? none
    const text = word.text.replace(/^[–—](?=.)/, word.text.length > 2 ? '--' : '-')
    if (onlyWords || !/^-./.test(text)) {
      options.push({ name: '', value: word.text, what: word.text, word })
    } else if (text === '--') onlyWords = true
    else if (text.startsWith('--')) {
      const [given = '', ...rest] = text.slice(2).split('=')
      const name = nameFor(given, table)
      const joined = rest.length > 0 ? { ...word, text: rest.join('=') } : null
      const value = table.valued.has(name) ? (joined ?? words[++at] ?? none) : (joined ?? none)
      options.push({ name, value: value.text, what: `--${name}`, word: value })
    } else at += readLetters(text.slice(1), word, words[at + 1], table, options)
  }
  return options
}

/** Letters that stand together; returns how many words after them they took. */
function readLetters(
  letters: string,
  word: Word,
  next: Word | undefined,
  table: OptionTable,
  options: Option[],
): number {
  for (let at = 0; at < letters.length; at++) {
    const letter = letters[at] ?? ''
    const name = (Object.hasOwn(table.letters, letter) && table.letters[letter]) || letter
    const what = `-${letter}`
    if (!table.valued.has(name)) options.push({ name, value: '', what, word: none })
    else {
      const rest = letters.slice(at + 1)
      const value = rest === '' ? (next ?? none) : { ...word, text: rest }
      options.push({ name, value: value.text, what, word: value })
      return rest === '' ? 1 : 0
    }
  }
  return 0
}

function nameFor(given: string, { valued, plain }: OptionTable): string {
  if (valued.has(given) || plain.has(given)) return given
  const meant = [...valued, ...plain].filter(name => name.startsWith(given))
  return meant.length === 1 && given.length > 2 ? (meant[0] ?? given) : given
}
