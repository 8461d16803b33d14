import { createSignal } from 'solid-js'

const [failing, setFailing] = createSignal(false)

/** The title of the document: with a dot before it while any job is failing. */
export const titleOf = (words: readonly (string | undefined)[]): string =>
  `${failing() ? '● ' : ''}${words.filter(Boolean).join(' · ')}`

/** Tells of trouble where it is seen from another tab: in the title, and by the icon. */
export function showTrouble(isFailing: boolean): void {
  setFailing(isFailing)
  const icon = document.querySelector<HTMLLinkElement>('link[rel=icon]')
  if (icon !== null) icon.href = isFailing ? '/favicon-failing.svg' : '/favicon.svg'
}
