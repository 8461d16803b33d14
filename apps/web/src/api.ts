import type {
  ChangeEmailInput,
  ChangePasswordInput,
  Channel,
  ChannelInput,
  ChannelTest,
  Execution,
  ExecutionSummary,
  Instance,
  Invitation,
  Invite,
  InviteInput,
  Job,
  JobInput,
  JobPatch,
  Key,
  KeyInput,
  LoginInput,
  Me,
  Member,
  NewKey,
  Organization,
  OrganizationPatch,
  Page,
  Preview,
  PreviewInput,
  ProblemBody,
  Registered,
  RegisterInput,
  ResetPasswordInput,
  Role,
  Session,
  SigningSecret,
  Tier,
  UpcomingRun,
  Usage,
  VerifyInput,
} from '@prikke/contract'
import ky, { type Options } from 'ky'
import { ApiError, problemOf } from './api-error.ts'
import { chosenOrganization } from './organization.ts'

type Query = Record<string, string | number | undefined>

const http = ky.create({ prefix: '/api', retry: 0, timeout: 60_000, throwHttpErrors: false })

/**
 * The API of Prikke as the dashboard uses it.
 * @throws ApiError from every call, when refused or when nobody answered.
 */
export const api = {
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
  sessions: () => get<Page<Session>>('sessions', { limit: 100 }),
  endSession: (id: string) => remove(`sessions/${id}`),
  endOtherSessions: () => remove('sessions'),

  createOrganization: (name: string) => post<Organization>('organizations', { name }),
  patchOrganization: (id: string, patch: OrganizationPatch) =>
    call<Organization>(`organizations/${id}`, { method: 'patch', json: patch }),
  deleteOrganization: (id: string, confirm: string) =>
    call<Organization>(`organizations/${id}`, { method: 'delete', json: { confirm } }),
  restoreOrganization: (id: string) => post<Organization>(`organizations/${id}/restore`),
  leaveOrganization: (id: string) => post<void>(`organizations/${id}/leave`),
  setTier: (id: string, tier: Tier) =>
    call<Organization>(`organizations/${id}/tier`, { method: 'put', json: { tier } }),
  usage: () => get<Usage>('usage'),
  members: () => get<Page<Member>>('members', { limit: 100 }),
  setRole: (userId: string, role: Role) =>
    call<Member>(`members/${userId}`, { method: 'patch', json: { role } }),
  removeMember: (userId: string) => remove(`members/${userId}`),
  invites: () => get<Page<Invite>>('invites', { limit: 100 }),
  invite: (input: InviteInput) => post<Invite>('invites', input),
  resendInvite: (id: string) => post<Invite>(`invites/${id}/resend`),
  revokeInvite: (id: string) => remove(`invites/${id}`),
  invitation: (token: string) => get<Invitation>(invitePath(token)),
  acceptInvite: (token: string) => post<Organization>(`${invitePath(token)}/accept`),
  declineInvite: (token: string) => post<void>(`${invitePath(token)}/decline`),

  jobs: (query: { q?: string | undefined; cursor?: string | undefined }) =>
    get<Page<Job>>('jobs', query),
  job: (id: string) => get<Job>(`jobs/${id}`),
  createJob: (input: Partial<JobInput>) => post<Job>('jobs', input),
  /** With the `version` that the change was made of it is refused when there is a later one. */
  patchJob: (id: string, patch: JobPatch, version?: number) =>
    call<Job>(
      `jobs/${id}`,
      { method: 'patch', json: patch },
      version === undefined ? {} : { 'If-Match': `"${version}"` },
    ),
  deleteJob: (id: string) => remove(`jobs/${id}`),
  triggerJob: (id: string) => post<Execution>(`jobs/${id}/trigger`),
  upcoming: (id: string) => get<{ data: UpcomingRun[] }>(`jobs/${id}/upcoming`),
  preview: (input: PreviewInput) => post<Preview>('schedules/preview', input),

  executions: (jobId: string, cursor?: string) =>
    get<Page<ExecutionSummary>>(`jobs/${jobId}/executions`, { cursor }),
  execution: (id: string) => get<Execution>(`executions/${id}`),
  replay: (id: string) => post<Execution>(`executions/${id}/replay`),
  cancel: (id: string) => post<Execution>(`executions/${id}/cancel`),

  keys: () => get<Page<Key>>('keys', { limit: 100 }),
  createKey: (input: KeyInput) => post<NewKey>('keys', input),
  rotateKey: (id: string, overlapHours: number) =>
    post<NewKey>(`keys/${id}/rotate`, { overlapHours }),
  deleteKey: (id: string) => remove(`keys/${id}`),
  channels: () => get<Page<Channel>>('channels', { limit: 100 }),
  createChannel: (input: ChannelInput) => post<Channel>('channels', input),
  testChannel: (id: string) => post<ChannelTest>(`channels/${id}/test`),
  deleteChannel: (id: string) => remove(`channels/${id}`),
  signingSecret: () => get<SigningSecret>('signing-secret'),
  rotateSigningSecret: (overlapHours: number) =>
    post<SigningSecret>('signing-secret/rotate', { overlapHours }),
}

/** The address of the stream of hints; an EventSource takes no headers. */
export const eventsUrl = (organization: string) =>
  `/api/events?organization=${encodeURIComponent(organization)}`

const invitePath = (token: string) => `invites/${encodeURIComponent(token)}`

const get = <T>(path: string, query: Query = {}) => call<T>(path, { searchParams: query })
const post = <T>(path: string, json?: unknown) =>
  call<T>(path, json === undefined ? { method: 'post' } : { method: 'post', json })
const remove = (path: string) => call<void>(path, { method: 'delete' })

async function call<T>(
  path: string,
  options: Options,
  own: Record<string, string> = {},
): Promise<T> {
  const organization = chosenOrganization()
  const headers = organization === null ? own : { ...own, 'Prikke-Organization': organization }
  const response = await http(path, { ...options, headers }).catch(error => {
    throw new ApiError(problemOf(error))
  })
  const text = await response.text()
  if (!response.ok) throw new ApiError(readProblem(response, text))
  return (text === '' ? undefined : JSON.parse(text)) as T
}

function readProblem(response: Response, text: string): ProblemBody {
  if (response.headers.get('content-type')?.startsWith('application/problem+json')) {
    return JSON.parse(text) as ProblemBody
  }
  const detail = `The answer was ${response.status} ${response.statusText}.`
  return { ...problemOf(null), status: response.status, detail }
}
