/** The green dot and the word; bare, only the dot. */
export function Logo(props: { bare?: boolean }) {
  return (
    <span class="inline-flex items-center gap-2 text-lg font-semibold tracking-tight">
      <svg viewBox="0 0 12 12" class="size-3 text-emerald-500" aria-hidden="true">
        <circle cx="6" cy="6" r="6" fill="currentColor" />
      </svg>
      <span classList={{ 'sr-only': props.bare === true }}>Prikke</span>
    </span>
  )
}
