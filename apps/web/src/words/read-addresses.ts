const mostAtOnce = 50

/** The e-mail addresses in a text, each once, whatever stands between them; names beside them go. */
export function readAddresses(text: string): string[] {
  const found = text
    .split(/[\s,;<>"]+/)
    .map(word => word.trim().toLowerCase())
    .filter(word => word.includes('@'))
  return [...new Set(found)].slice(0, mostAtOnce)
}
