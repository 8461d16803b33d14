/** Ctrl or Cmd with Enter sends the form that one types in, whatever field that is. */
export function submitByKey(): void {
  document.addEventListener('keydown', event => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.repeat) return
    const form = event.target instanceof Element ? event.target.closest('form') : null
    if (form === null || event.defaultPrevented) return
    event.preventDefault()
    form.requestSubmit()
  })
}
