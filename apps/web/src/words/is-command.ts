/** Whether a text that was pasted where an address belongs is a command, or a line of a crontab. */
export function isCommand(text: string): boolean {
  const command = /(?:^|[\s;|&])(?:(?:[A-Z]:)?[^\s:]*[/\\])?(?:curl|wget)(?:\.exe)?\s/i
  return command.test(`${text} `)
}
