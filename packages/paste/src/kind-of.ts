import { readFields } from './crontab-fields.ts'
import { dialectOf, plainText } from './dialect.ts'

const command =
  /^[ \t]*(?:[$%>]|PS [^>\n]*>|[A-Z]:\\[^>\n]*>)?[ \t]*(?:\S*[/\\])?(?:curl|wget)(?:\.exe)?[ \t]/i
const piped = /[|&;][ \t]*(?:curl|wget)[ \t]/
const setting = /^[ \t]*(?:export[ \t]+)?[A-Za-z_]\w*=\S*[ \t]*$/

/** What a text is read as: command lines when its first one is, else a crontab. */
export function kindOf(text: string): 'curl' | 'crontab' {
  const lines = plainText(text, dialectOf(text)).split('\n')
  const first = lines.find(
    line => line.trim() !== '' && !/^[ \t]*#/.test(line) && !setting.test(line),
  )
  if (first === undefined) return 'crontab'
  if (command.test(`${first} `)) return 'curl'
  return piped.test(first) && !readFields(first).ok ? 'curl' : 'crontab'
}
