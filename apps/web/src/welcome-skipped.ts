import { remembered } from './remembered.ts'

const [skipped, setSkipped] = remembered('welcome')

/** Whether somebody passed by the first job in this browser. */
export const isWelcomeSkipped = () => skipped() === 'skipped'

/** From now on signing in leads to the dashboard, job or none. */
export const skipWelcome = () => setSkipped('skipped')
