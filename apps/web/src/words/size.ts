const units = ['kB', 'MB', 'GB'] as const

/** A count of bytes in SI units: `512 B`, `1.2 kB`, `3.0 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`
  const index = bytes < 999_950 ? 0 : bytes < 999_950_000 ? 1 : 2
  return `${(bytes / 1_000 ** (index + 1)).toFixed(1)} ${units[index]}`
}
