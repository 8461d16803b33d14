import { type Example, one } from './example.ts'

/** Of exports: each list with the example of what is in it. */
export function exportExamples(
  known: Readonly<Record<string, readonly Example[]>>,
): Readonly<Record<string, readonly Example[]>> {
  const shown = (name: string) => known[name]?.[0]?.value as Record<string, unknown>
  const head = { version: 1, exportedAt: '2026-11-21T14:05:00.000Z' }
  const { id: jobId, version, createdAt, method, url, headers, body } = shown('Job')
  const { id, email, name, hasPassword, isOperator } = shown('Me').user as Record<string, unknown>
  const { id: organizationId, name: organizationName, role } = shown('Organization')
  return {
    OrganizationExport: one({
      format: 'prikke.organization',
      ...head,
      organization: shown('Organization'),
      members: [shown('Member')],
      invites: [shown('Invite')],
      keys: [shown('Key')],
      channels: [shown('Channel')],
      jobs: [shown('Job')],
      sync: [shown('SyncJob')],
      jobVersions: [{ jobId, version, createdAt, request: { method, url, headers, body } }],
      executions: [shown('Execution')],
      alerts: [shown('Alert')],
      audit: [shown('AuditEvent')],
      complete: true,
    }),
    AccountExport: one({
      format: 'prikke.account',
      ...head,
      user: { id, email, name, hasPassword, isOperator, createdAt, emailConfirmedAt: createdAt },
      organizations: [
        { id: organizationId, name: organizationName, role, joinedAt: '2026-11-20T09:12:30.482Z' },
      ],
      sessions: [shown('Session')],
      invites: [],
      mails: [],
      audit: [shown('AuditEvent')],
      complete: true,
    }),
  }
}
