type Fields = Record<string, unknown>

/** Bodies that fit their schema, with what no schema can say put right, so that many succeed. */
export const asMeant: Readonly<Record<string, (body: Fields) => Fields>> = {
  'POST /api/jobs': job => ({ ...scheduled(job), key: null }),
  'PATCH /api/jobs/{id}': job => ({
    ...job,
    ...(job.resumeAt ? { enabled: false } : {}),
    ...('scheduleType' in job && { scheduleType: 'cron' }),
    ...('scheduledAt' in job && { scheduledAt: null }),
    ...('cronExpression' in job && { cronExpression: job.cronExpression ?? '@daily' }),
  }),
  'POST /api/jobs/bulk': ({ tags, pauseNote, resumeAt, action: asked, ...rest }) => {
    const isNoted = pauseNote !== undefined && ['enable', 'disable', 'untag'].includes(`${asked}`)
    const action = isNoted ? 'disable' : asked
    return {
      ...chosen({ ...rest, action }),
      ...(/tag/.test(`${action}`) && { tags: [...((tags as string[]) ?? []), 'x'] }),
      ...(isNoted && { pauseNote, resumeAt }),
    }
  },
  'POST /api/jobs/bulk/trigger': body => chosen(body),
  'POST /api/executions/cancel': body => ({ ...body, dryRun: true }),
  'POST /api/replays': ({ filter, ...rest }) => {
    const { status = [], ...others } = filter as Fields
    return {
      ...rest,
      filter: { ...others, status: [...(status as string[]), 'failed'] },
      dryRun: true,
    }
  },
  'PUT /api/sync': ({ jobs, ...rest }) => {
    const byKey = new Map((jobs as Fields[]).map(job => [job.key, scheduled(job)]))
    return { ...rest, jobs: [...byKey.values()] }
  },
  'POST /api/schedules/preview': ({ cronExpression, scheduledAt, ...rest }) =>
    cronExpression === undefined
      ? { ...rest, scheduledAt: scheduledAt ?? '2027-05-01T00:00:00Z' }
      : { ...rest, cronExpression },
  // Most jobs are none of ours.
  'POST /api/test-runs': ({ jobId, ...rest }) => ({
    ...rest,
    ...(jobId !== undefined && { jobId: liveJob }),
  }),
  'POST /api/channels': ({ kind, address, url, ...rest }) => {
    const said = kind === undefined ? {} : { kind }
    return kind === 'email' || url === undefined
      ? { ...rest, address: address ?? `${crypto.randomUUID()}@example.com`, ...email(said) }
      : { ...rest, url, ...said }
  },
  // A channel has one of the two; which one is as good as chance, so most name neither.
  'PATCH /api/channels/{id}': ({ address, url, ...rest }) => {
    const chance = JSON.stringify([address, url, rest]).length % 4
    if (chance === 0 && address !== undefined) return { ...rest, address }
    return chance === 1 && url !== undefined ? { ...rest, url } : rest
  },
  'POST /api/auth/register': body => ({
    ...body,
    password: body.password ?? 'a long password',
    ...('inviteToken' in body && { inviteToken: live.inviteToken, email: live.inviteEmail }),
  }),
  'POST /api/auth/login': body => ({ ...body, ...credentials }),
  'POST /api/auth/magic-link/verify': body =>
    'token' in body ? { token: live.signInToken } : { email: live.codeEmail, code: live.code },
  'POST /api/auth/password-reset/confirm': body => ({ ...body, token: live.resetToken }),
  'POST /api/auth/email/confirm': () => ({ token: live.emailToken }),
  'PUT /api/me/password': body => ({ ...body, currentPassword: credentials.password }),
  'DELETE /api/me': () => ({ password: credentials.password }),
  'POST /api/me/email': body => ({ ...body, password: credentials.password }),
  'DELETE /api/organizations/{id}': () => ({ confirm: spareName }),
}

/** Stands for what is mailed anew when the request goes out, for it works once. */
export const live = {
  signInToken: '@sign-in-token',
  codeEmail: '@code-email',
  code: '@code',
  resetToken: '@reset-token',
  emailToken: '@email-token',
  inviteEmail: '@invite-email',
  inviteToken: '@invite-token',
}

/** Stands for a job that is there when the request goes out. */
export const liveJob = '@job'

/** Jobs by id, or by a filter that is only counted: nobody knows beforehand how many it matches. */
const chosen = ({ ids, filter, ...rest }: Fields): Fields =>
  ids === undefined ? { ...rest, filter: filter ?? {}, dryRun: true } : { ...rest, ids: [liveJob] }

/** The name of every organization that may go. */
export const spareName = 'Spare'

/** Those of an account that is there. */
export const credentials = { email: 'somebody@example.com', password: 'a long password' }

const email = (said: Fields) => ('kind' in said ? { kind: 'email' } : {})

function scheduled({ cronExpression, scheduledAt, ...given }: Fields): Fields {
  const job = given.resumeAt ? { ...given, enabled: false } : given
  return job.scheduleType === 'once'
    ? { ...job, scheduledAt: scheduledAt ?? '2027-05-01T00:00:00Z' }
    : { ...job, cronExpression: cronExpression ?? '@daily' }
}
