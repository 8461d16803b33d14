import type {
  MailTest,
  OutboundTest,
  System,
  SystemDatabase,
  SystemSettings,
} from '@prikke/contract'
import { get, post } from './call.ts'

/** The instance, for its operators. */
export const systemApi = {
  system: () => get<System>('system'),
  systemDatabase: () => get<SystemDatabase>('system/database'),
  systemSettings: () => get<SystemSettings>('system/settings'),
  testOutbound: () => post<OutboundTest>('system/tests/outbound'),
  testMail: () => post<MailTest>('system/tests/mail'),
}
