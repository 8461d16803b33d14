import { remembered } from './remembered.ts'
import { type Hours, viewerZone } from './words/instant.ts'

/** In whose zone times are shown: of who looks, of the job where there is one, or UTC. */
export type ZoneShown = 'viewer' | 'job' | 'utc'

const [stored, store] = remembered('zone-shown')

export const zoneShown = (): ZoneShown => {
  const choice = stored()
  return choice === 'job' || choice === 'utc' ? choice : 'viewer'
}

export const showZone = (choice: ZoneShown): void => store(choice === 'viewer' ? null : choice)

const [storedZone, storeZone] = remembered('own-zone')
const [storedHours, storeHours] = remembered('hours')

/** The zone of who looks: the one that they chose, else that of the browser. */
export const ownZone = (): string => storedZone() ?? viewerZone()
/** The one that was chosen; null for that of the browser. */
export const chosenZone = storedZone
export const chooseOwnZone = storeZone

/** Whether a clock has 24 hours or twice 12. */
export const clockHours = (): Hours => (storedHours() === '12' ? 12 : 24)
export const chooseClockHours = (hours: Hours): void => storeHours(hours === 12 ? '12' : null)
