import { remembered } from './remembered.ts'

export type Theme = 'system' | 'light' | 'dark'

const [stored, store] = remembered('theme')

export const theme = (): Theme => {
  const choice = stored()
  return choice === 'light' || choice === 'dark' ? choice : 'system'
}

/** Remembers the choice; `theme.js`, which ran before the first paint, applies it. */
export function chooseTheme(choice: Theme): void {
  store(choice === 'system' ? null : choice)
  dispatchEvent(new Event('prikke:theme'))
}
