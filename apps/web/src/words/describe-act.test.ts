import { expect, test } from 'vitest'
import { describeAct } from './describe-act.ts'

test.each([
  ['job.updated', 'Nightly report', { did: 'changed the job', what: 'Nightly report' }],
  ['member.left', 'ann@example.com', { did: 'left', what: null }],
  ['organization.deleted', 'Acme', { did: 'deleted the organization', what: null }],
  ['invite.created', 'ben@example.com', { did: 'invited', what: 'ben@example.com' }],
  ['job.moved_away', 'Nightly', { did: 'job: moved away', what: 'Nightly' }],
])('%s of %s is said in words', (action, name, said) => {
  expect(describeAct(action, name)).toEqual(said)
})
