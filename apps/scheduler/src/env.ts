import { baseEnv, planEnv } from '@prikke/service'

export const schedulerEnv = { ...baseEnv, ...planEnv }
