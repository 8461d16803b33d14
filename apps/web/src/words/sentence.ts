/** A message of the API as a sentence; a fragment such as `is required` takes `subject` first. */
export function sentence(message: string, subject = 'This'): string {
  const whole = /^[a-z]/.test(message) ? `${subject} ${message}` : message
  return /[.!?]$/.test(whole) ? whole : `${whole}.`
}
