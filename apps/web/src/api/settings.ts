import type {
  AuditEvent,
  Channel,
  ChannelInput,
  ChannelTest,
  Key,
  KeyInput,
  NewKey,
  Page,
  SigningSecret,
} from '@prikke/contract'
import { call, get, post, type Query, remove } from './call.ts'

/** Keys, channels, the signing secret, and who did what. */
export const settingsApi = {
  audit: (query: Query) => get<Page<AuditEvent>>('audit', query),
  keys: () => get<Page<Key>>('keys', { limit: 100 }),
  createKey: (input: KeyInput) => post<NewKey>('keys', input),
  rotateKey: (id: string, overlapHours: number) =>
    post<NewKey>(`keys/${id}/rotate`, { overlapHours }),
  deleteKey: (id: string) => remove(`keys/${id}`),
  channels: () => get<Page<Channel>>('channels', { limit: 100 }),
  createChannel: (input: ChannelInput) => post<Channel>('channels', input),
  switchChannel: (id: string, enabled: boolean) =>
    call<Channel>(`channels/${id}`, { method: 'patch', json: { enabled } }),
  testChannel: (id: string) => post<ChannelTest>(`channels/${id}/test`),
  deleteChannel: (id: string) => remove(`channels/${id}`),
  signingSecret: () => get<SigningSecret>('signing-secret'),
  rotateSigningSecret: (overlapHours: number) =>
    post<SigningSecret>('signing-secret/rotate', { overlapHours }),
}
