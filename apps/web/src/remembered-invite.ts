import { remembered } from './remembered.ts'

/** The token of an invite for which somebody went to sign in, by whatever tab they come back. */
export const [rememberedInvite, rememberInvite] = remembered('invite')
