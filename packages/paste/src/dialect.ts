/** How the shell quotes from which something was copied. */
export type Dialect = 'sh' | 'cmd' | 'powershell'

/** Told by how lines go on: a backslash, `^` of cmd.exe, or the backtick of PowerShell. */
export function dialectOf(text: string): Dialect {
  if (/\^\r?\n|\^"/.test(text)) return 'cmd'
  if (/`\r?\n/.test(text) || /^[ \t]*(?:PS [^>\n]*>|curl\.exe\b)/im.test(text)) {
    return 'powershell'
  }
  return 'sh'
}

/** Text as `splitShell` can take it: carets of cmd.exe gone, typographic quotes and spaces plain. */
export function plainText(text: string, dialect: Dialect): string {
  const straight = /["']/.test(text) ? text : text.replace(/[“”„‟]/g, '"').replace(/[‘’‚‛]/g, "'")
  const spaced = straight.replace(/[\u00a0\u2007\u202f]/g, ' ').replace(/\r\n?/g, '\n')
  if (dialect === 'cmd') return spaced.replace(/\^\n/g, ' ').replace(/\^([\s\S])/g, '$1')
  return dialect === 'powershell' ? spaced.replace(/`\n/g, ' ') : spaced
}
