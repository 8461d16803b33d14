/** Hands a file to the browser's downloads. Its type says nothing, so it is kept and not opened. */
export function saveFile(name: string, parts: BlobPart[]): void {
  const url = URL.createObjectURL(new Blob(parts, { type: 'application/octet-stream' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The download has begun once the click is over, in whatever browser.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
