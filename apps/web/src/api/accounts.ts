import type {
  ChangeEmailInput,
  ChangePasswordInput,
  ErasureReceipt,
  Instance,
  LoginInput,
  Me,
  Page,
  Registered,
  RegisterInput,
  ResetPasswordInput,
  Session,
  VerifyInput,
} from '@prikke/contract'
import { call, get, post, remove } from './call.ts'

/** Who one is: registering, signing in, and what is one’s own. */
export const accountsApi = {
  instance: () => get<Instance>('instance'),
  me: () => get<Me>('me'),
  register: (input: RegisterInput) => post<Partial<Registered> | undefined>('auth/register', input),
  login: (input: LoginInput) => post<Me>('auth/login', input),
  logout: () => post<void>('auth/logout'),
  mailLink: (email: string) => post<void>('auth/magic-link', { email }),
  verify: (input: VerifyInput) => post<Me>('auth/magic-link/verify', input),
  mailPasswordReset: (email: string) => post<void>('auth/password-reset', { email }),
  resetPassword: (input: ResetPasswordInput) => post<Me>('auth/password-reset/confirm', input),
  confirmEmail: (token: string) => post<{ email: string }>('auth/email/confirm', { token }),

  rename: (name: string) => call<Me>('me', { method: 'patch', json: { name } }),
  changePassword: (input: ChangePasswordInput) =>
    call<Me>('me/password', { method: 'put', json: input }),
  changeEmail: (input: ChangeEmailInput) => post<void>('me/email', input),
  eraseAccount: (password?: string) =>
    call<ErasureReceipt>('me', { method: 'delete', json: { password } }),
  sessions: () => get<Page<Session>>('sessions', { limit: 100 }),
  endSession: (id: string) => remove(`sessions/${id}`),
  endOtherSessions: () => remove('sessions'),
}
