import { remembered } from '../remembered.ts'

const [stored, store] = remembered('single-keys')

/** Whether single keys act: they can be switched off, for who speaks to their computer. */
export const singleKeys = (): boolean => stored() !== 'off'

export function switchSingleKeys(on: boolean): void {
  store(on ? null : 'off')
}
