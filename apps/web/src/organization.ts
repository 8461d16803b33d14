import { remembered } from './remembered.ts'

/** The slug of the organization that this browser looks at; null until one is chosen. */
export const [chosenOrganization, chooseOrganization] = remembered('organization')
