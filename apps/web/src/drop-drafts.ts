/** What the keys of drafts begin with, in the storage of this tab. */
export const draftPrefix = 'draft:'

/** Drops every draft of this tab, as when somebody signs out. */
export function dropDrafts(): void {
  try {
    for (const key of Object.keys(sessionStorage)) {
      if (key.startsWith(draftPrefix)) sessionStorage.removeItem(key)
    }
  } catch {
    // Without storage nothing was kept.
  }
}
