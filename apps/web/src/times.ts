import { remembered } from './remembered.ts'

/** In whose zone times are shown: of who looks, of the job where there is one, or UTC. */
export type ZoneShown = 'viewer' | 'job' | 'utc'

const [stored, store] = remembered('zone-shown')

export const zoneShown = (): ZoneShown => {
  const choice = stored()
  return choice === 'job' || choice === 'utc' ? choice : 'viewer'
}

export const showZone = (choice: ZoneShown): void => store(choice === 'viewer' ? null : choice)
