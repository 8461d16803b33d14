/** A mail's paragraphs as one HTML document, signed with where it comes from. */
export function htmlPage(parts: string[], appUrl: string): string {
  const from = `<p style="color:#777;font-size:13px">Prikke, ${escapeHtml(appUrl)}</p>`
  return `<!doctype html><html><body style="font-family:sans-serif;font-size:15px;line-height:1.5;color:#222">${parts.join('')}${from}</body></html>`
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, character => entities[character] as string)
}
