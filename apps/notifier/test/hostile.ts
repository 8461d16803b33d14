/** A job name that tries every sink at once. */
export const hostileName =
  '<img src=x onerror=alert(1)> <!channel> @everyone **b** [x](http://evil.test)\r\nBcc: a@evil.test \u202Egnp.exe'
/** What is left of it when it is one line that steers nothing. */
export const tamedName =
  '<img src=x onerror=alert(1)> <!channel> @everyone **b** [x](http://evil.test) Bcc: a@evil.test gnp.exe'
