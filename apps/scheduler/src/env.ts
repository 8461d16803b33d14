import { baseEnv } from '@prikke/service'
import { z } from 'zod'

export const schedulerEnv = {
  ...baseEnv,
  RETENTION_DAYS: z.coerce.number().int().min(1).max(3_650).default(30),
}
