import { type Example, one } from './example.ts'

const ada = { id: '019aa1b0-3a90-7d16-8f42-c5b7a9e61d03', name: 'ada@example.com' }
const job = { id: '019aa1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b', name: 'Nightly report' }

/** Of what is kept of people and what they did, and of how it goes. */
export const auditExamples: Readonly<Record<string, readonly Example[]>> = {
  AuditEvent: one({
    id: '019aa3b4-10c5-7d2e-9f31-b7a604c8e52d',
    at: '2026-11-20T16:40:02.117Z',
    action: 'job.updated',
    actor: { type: 'user', ...ada },
    subject: { type: 'job', ...job },
    address: '203.0.113.9',
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:146.0) Gecko/20100101 Firefox/146.0',
    requestId: '0f3c1d0a-7be2-4a55-9c61-5d8e2f4b7a90',
    changes: { cronExpression: { before: '0 2 * * *', after: '30 2 * * *' } },
  }),
  EraseInput: one({ password: 'correct horse battery staple' }),
  ErasureReceipt: one({
    userId: ada.id,
    erasedAt: '2026-11-21T14:05:00.000Z',
    removed: {
      ...{ sessions: 2, links: 0, mails: 1, invites: 0, channels: 1 },
      left: [{ id: '019aa1b0-3a91-7c58-9e07-1f6d84b2a3c5', name: 'Acme' }],
      deleted: [],
    },
    kept: [
      {
        what: 'Jobs, channels and keys that you made in organizations that go on',
        why: 'They belong to the organization.',
        until: 'the organization deletes them',
      },
    ],
  }),
}
