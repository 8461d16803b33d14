const metadataNames: ReadonlySet<string> = new Set([
  'metadata',
  'metadata.google.internal',
  'metadata.goog',
  'instance-data',
  'instance-data.ec2.internal',
])

/** The addresses of `localhost`, which is never looked up (RFC 6761, section 6.3). */
export const localhost: readonly string[] = ['127.0.0.1', '::1']

export function isLocalhost(hostname: string): boolean {
  return hostname === 'localhost' || hostname.endsWith('.localhost')
}

/** Names under which a cloud serves its secrets. */
export function isMetadataName(hostname: string): boolean {
  return metadataNames.has(hostname)
}

/** Names that no public DNS knows: single labels, and the suffixes kept for private use. */
export function isPrivateName(hostname: string): boolean {
  return !hostname.includes('.') || /\.(?:local|internal|localhost)$/.test(hostname)
}
