import type { ExecutionSummary } from '@prikke/contract'

type Failure = Pick<ExecutionSummary, 'errorCode' | 'errorMessage' | 'statusCode'>

const byCode: Readonly<Record<string, string>> = {
  dns_failed:
    'The host name of the URL could not be found. Check its spelling, and that its DNS record exists.',
  connect_failed:
    'No connection could be opened. Check the port, that the server is up, and that its firewall lets Prikke in.',
  tls_failed:
    'The secure connection failed. Check that the certificate is valid, complete and made for this host.',
  blocked_address:
    'The URL leads to an address that Prikke does not call, such as one of a private network. Give it a public URL.',
  port_not_allowed:
    'Prikke does not call this port: it is that of mail, or of another service that is not HTTP.',
  deadline_exceeded:
    'The server did not finish its answer in time. Make it answer sooner, or give the job a longer timeout.',
  redirect_not_followed:
    'The server pointed to another URL. Prikke does not follow redirects: put the final URL into the job.',
  connection_lost:
    'The server closed the connection before its answer was complete. If it does so now and then, retries help.',
  response_invalid:
    'What came back is not valid HTTP/1.1. Check the port, and that the URL says https where the server does.',
  response_headers_too_large:
    'The headers of the answer are over 16 KiB. Have the server send fewer, such as fewer cookies.',
  unsupported_encoding: 'The answer came in an encoding that Prikke did not ask for.',
  worker_lost: 'The process that made this request stopped before it could tell how it went.',
  worker_stopped:
    'Prikke was restarted, or its machine stood still; the request was given back without using up a try.',
  secret_unreadable:
    'A secret of this job could not be opened. Set its secret headers again; if that does not help, rotate the signing secret.',
  overlap: 'An earlier execution of this job was still under way, and the job is set to skip then.',
  over_quota: 'The executions of this month are used up.',
  missed:
    'Prikke was not running at this time, and the job does not catch up on occurrences like it.',
  job_disabled: 'The job was switched off before this execution could run.',
  job_deleted: 'The job was deleted before this execution could run.',
  organization_deleted: 'The organization was deleted before this execution could run.',
  cancelled: 'Somebody cancelled it.',
}

const byStatus: Readonly<Record<number, string>> = {
  400: 'The server could not make sense of the request. Check the body and the headers of the job.',
  401: 'The server wants credentials. Check the Authorization header of the job.',
  403: 'The server knows the request and refuses it. Check what these credentials are allowed.',
  404: 'Nothing answers at this URL. Check its path.',
  405: 'This URL does not take this method. Change the method of the job.',
  406: 'The server has no answer of the kind that the Accept header asks for.',
  408: 'The server gave up waiting for the request. If it does so now and then, retries help.',
  409: 'The server says that the request does not fit how things stand there.',
  410: 'The URL is gone for good, so Prikke switched the job off.',
  411: 'The server wants a body, or to know its length. Give the job a body.',
  413: 'The body of the job is larger than the server takes.',
  414: 'The URL is longer than the server takes.',
  415: 'The server does not take this kind of body. Check the Content-Type header of the job.',
  422: 'The server understood the body of the job and found it wrong.',
  429: 'The server says that it gets too many requests. Run the job less often.',
  431: 'The headers of the job are larger than the server takes.',
  500: 'The server failed while it worked on the request. Its own log tells why.',
  501: 'The server does not know this method. Change the method of the job.',
  502: 'A proxy in front of the server got no proper answer from it. If it passes by itself, retries help.',
  503: 'The server is overloaded or down for maintenance. If it passes by itself, retries help.',
  504: 'A proxy in front of the server waited for it in vain. If it passes by itself, retries help.',
}

/** What is said otherwise of a request that is only tried out. */
const ofTest: Readonly<Record<string, string>> = {
  410: 'The URL is gone for good. In earnest, Prikke would switch the job off.',
  worker_stopped: 'Prikke is being restarted. Test it again in a moment.',
  secret_unreadable: 'A secret could not be opened. Set the secret headers again.',
}

/** Why something did not succeed and what to change, in a sentence; null when nothing is wrong. */
export function explainOutcome(failure: Failure, isTest = false): string | null {
  const { errorCode, errorMessage, statusCode } = failure
  if (errorCode === null) return null
  const isStatus = errorCode === 'http_status' && statusCode !== null
  const own = isTest ? ofTest[isStatus ? statusCode : errorCode] : undefined
  if (own !== undefined) return own
  if (isStatus) return explainStatus(statusCode)
  return byCode[errorCode] ?? errorMessage ?? `It ended with ${errorCode}.`
}

function explainStatus(status: number): string {
  const known = byStatus[status]
  if (known !== undefined) return known
  if (status >= 500) return `The server failed with status ${status}. Its own log tells why.`
  if (status >= 400) return `The server refused the request with status ${status}.`
  return `The server answered ${status}; only 2xx is a success.`
}
