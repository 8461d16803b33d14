export type { Call, Dropped, Taken } from './call.ts'
export { kindOf } from './kind-of.ts'
export { type CrontabLine, readCrontab } from './read-crontab.ts'
export { readCurl } from './read-curl.ts'
