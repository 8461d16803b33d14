export type { ClaimedAlert } from './alerts/claim.ts'
export { enqueueTestAlert } from './alerts/enqueue.ts'
export { eraseAlertTargets } from './alerts/erase.ts'
export { replaceAlertUrl, type UnsealedAlert, unsealedAlerts } from './alerts/reseal.ts'
export { retryAlert } from './alerts/retry.ts'
export type { AlertOutcome } from './alerts/settle.ts'
export { alertSource } from './alerts/source.ts'
export { type Announcer, createAnnouncer, type Hint, parseHints } from './announce.ts'
export { createBell } from './bell.ts'
export { type CrashPoint, crashPoint, crashPoints } from './crash-point.ts'
export { createCrowd, reserveOf } from './crowd.ts'
export { countDay } from './days/count-day.ts'
export { removeDaysOf, removeOldDays } from './days/remove-days.ts'
export {
  cancelExecution,
  cancelMatching,
  cancelPending,
  countPending,
} from './executions/cancel.ts'
export type { ClaimedExecution } from './executions/claim.ts'
export { apportion } from './executions/class.ts'
export { nextDueInMs, writeDueOccurrences } from './executions/enqueue.ts'
export { feedNextReplay } from './executions/feed-replays.ts'
export { foregone } from './executions/foregone.ts'
export {
  type Edited,
  type Replayed,
  replayExecution,
  runNow,
  type Triggered,
  triggerJob,
  triggerJobs,
} from './executions/manual.ts'
export { restartNextJobs, stopJobsOf, stopNextJobs } from './executions/organization-jobs.ts'
export { noReply, type Outcome, type Reply } from './executions/outcome.ts'
export { type Group, leadMs, type Plan, planOccurrences } from './executions/plan.ts'
export { removeJobsOf } from './executions/remove-jobs.ts'
export { removePastOfFree, removeUnplaced } from './executions/remove-past.ts'
export { cancelReplay, countReplay, startReplay } from './executions/replays.ts'
export { replaceSealedRequest, unsealedRequests } from './executions/reseal.ts'
export { type Resumed, resumeJobs, resumeLocked } from './executions/resume.ts'
export { type RetryPolicy, retryOr } from './executions/retry.ts'
export { refreshSchedules, startSchedules, stopSchedules } from './executions/schedules.ts'
export { type Discarded, executionSource } from './executions/source.ts'
export type { Written } from './executions/write-occurrences.ts'
export { readInstanceKey } from './instance-key.ts'
export type { ClaimedMail } from './mails/claim.ts'
export { enqueueMail, enqueueOperatorMails, enqueuePlainMail } from './mails/enqueue.ts'
export { eraseMails } from './mails/erase.ts'
export { replaceSealedMail, type UnsealedMail, unsealedMails } from './mails/reseal.ts'
export { retryMail } from './mails/retry.ts'
export type { MailOutcome } from './mails/settle.ts'
export { mailSource } from './mails/source.ts'
export { keepNode } from './nodes/keep-node.ts'
export type { Handled, Source, WorkEvent } from './source.ts'
export { gatherUsage, removeOldUsage } from './usage/gather-usage.ts'
export { readUsage, type Usage } from './usage/read-usage.ts'
export { tellAnew } from './usage/tell-anew.ts'
export { type Listener, listen, type Topic, wake } from './wake.ts'
export { type Worker, type WorkOptions, work } from './work.ts'
