/** What stands in front of the command of a crontab line. */
export type Fields =
  | { ok: true; expression: string; command: string; user: string | null; note: string | null }
  | { ok: false; problem: string }

const macros: Readonly<Record<string, string>> = {
  ...{ '@hourly': '@hourly', '@daily': '@daily', '@midnight': '@daily', '@weekly': '@weekly' },
  ...{ '@monthly': '@monthly', '@yearly': '@yearly', '@annually': '@yearly' },
}
const name = '(?:sun|mon|tue|wed|thu|fri|sat|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)'
const hashed = 'H(?:\\([\\d-]*\\))?(?:/\\d+)?'
const field = new RegExp(`^(?:[*\\d?][\\w*/,?#~-]*|${hashed}|${name}(?:[-,/#][\\w,/#-]*)?)$`, 'i')
/** No command begins like that, so it is a sixth field. */
const sixth = new RegExp(`^(?:[*?\\d][\\d*/,?LW#-]*|${name}(?:[-,]${name})*)$`, 'i')
const programs =
  /^(?:curl|wget|flock|timeout|nice|ionice|env|sudo|cd|test|\[|bash|sh|zsh|php|python3?|node|ruby|perl|docker|nohup|chronic|cronic|sleep|echo|run-parts|\/\S*|[A-Za-z_]\w*=\S*|\S+\.sh)$/
const users =
  /^(?:root|www-data|nobody|daemon|apache|nginx|http|postgres|mysql|ubuntu|admin|git|deploy)$/

/** Takes a line apart into its schedule, the user of a system crontab, and the command. */
export function readFields(line: string): Fields {
  const words = line.trim().split(/[ \t]+/)
  const [first = ''] = words
  if (first.startsWith('@')) return ofMacro(first.toLowerCase(), after(line, 1))
  const isNoted = /^-[*\d]/.test(first)
  const fields = [first.slice(isNoted ? 1 : 0), ...words.slice(1, 5)]
  const count = fields.findIndex(each => !field.test(each))
  if (count !== -1 || fields.length < 5) {
    const found = count === -1 ? fields.length : count
    return no(
      found === 0
        ? 'This is no line of a crontab: five fields say when, then comes a command.'
        : `Only ${found} of the five fields that say when can be read as such.`,
    )
  }
  if (words[5] === undefined) return no('There is no command behind the five fields.')
  if (sixth.test(words[5])) {
    return no(
      'There are six fields: cron with seconds. Prikke has minutes and no shorter: five fields.',
    )
  }
  const expression = fields.join(' ')
  const note = isNoted ? 'The minus in front: it is about the log of that machine.' : null
  const hasUser = isUser(words[5], words[6])
  const user = hasUser ? words[5] : null
  return { ok: true, expression, command: after(line, hasUser ? 6 : 5), user, note }
}

function ofMacro(macro: string, command: string): Fields {
  if (macro === '@reboot') {
    return no('It runs when a machine starts. Prikke knows no such moment: give it a schedule.')
  }
  const expression = Object.hasOwn(macros, macro) ? macros[macro] : undefined
  if (expression === undefined) return no(`${macro.slice(0, 40)} is no schedule that cron knows.`)
  if (command === '') return no(`There is no command behind ${macro}.`)
  const [first = '', second] = command.split(/[ \t]+/)
  const hasUser = isUser(first, second)
  const user = hasUser ? first : null
  return { ok: true, expression, command: hasUser ? after(command, 1) : command, user, note: null }
}

/** The sixth word of a system crontab names who runs the command. */
function isUser(word: string, next: string | undefined): boolean {
  if (next === undefined || !/^[a-z_][a-z0-9_-]*\$?$/.test(word)) return false
  return users.test(word) || (!programs.test(word) && programs.test(next))
}

/** The line behind so many words. */
function after(line: string, count: number): string {
  let rest = line.trim()
  for (let taken = 0; taken < count; taken++) rest = rest.replace(/^\S+[ \t]*/, '')
  return rest
}

const no = (problem: string): Fields => ({ ok: false, problem })
