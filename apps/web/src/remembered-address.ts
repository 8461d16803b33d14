import { remembered } from './remembered.ts'

/** Where a link was mailed that nobody has used yet: one that ended is asked for again by one press. */
export const [rememberedAddress, rememberAddress] = remembered('mailed-to')
