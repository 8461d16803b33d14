/** Puts the focus on the field of a path, in whatever folded part of the form it stands. */
export function goToField(path: string): void {
  const [root = ''] = path.split('.')
  const fields = [...document.querySelectorAll<HTMLElement>('form [data-path]')]
  const field =
    fields.find(({ dataset }) => dataset.path === path) ??
    fields.find(({ dataset }) => dataset.path === root)
  const folded = field?.closest('details')
  if (folded) folded.open = true
  field?.querySelector<HTMLElement>('input, select, textarea, button')?.focus()
}
