import type { ExecutionSummary } from '@prikke/contract'

type Failure = Pick<ExecutionSummary, 'errorCode' | 'errorMessage' | 'statusCode'>

const byCode: Readonly<Record<string, string>> = {
  dns_failed:
    'The host name of the URL could not be found. Check its spelling, and that its DNS record exists.',
  connect_failed:
    'No connection could be opened. Check that the server is up and that its firewall lets Prikke in.',
  tls_failed:
    'The secure connection failed. Check that the certificate is valid, complete and made for this host.',
  blocked_address:
    'The URL leads to an address that Prikke does not call, such as one of a private network.',
  deadline_exceeded:
    'The server did not finish its answer in time. Make it answer sooner, or give the job a longer timeout.',
  redirect_not_followed:
    'The server pointed to another URL. Prikke does not follow redirects: put the final URL into the job.',
  connection_lost: 'The server closed the connection before its answer was complete.',
  response_invalid: 'What came back is not valid HTTP/1.1.',
  response_headers_too_large: 'The headers of the answer are over 16 KiB.',
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
  408: 'The server gave up waiting for the request.',
  410: 'The URL is gone for good, so Prikke switched the job off.',
  413: 'The body of the job is larger than the server takes.',
  415: 'The server does not take this kind of body. Check the Content-Type header of the job.',
  422: 'The server understood the body of the job and found it wrong.',
  429: 'The server says that it gets too many requests. Run the job less often.',
  500: 'The server failed while it worked on the request. Its own log tells why.',
  502: 'A proxy in front of the server got no proper answer from it.',
  503: 'The server is overloaded or down for maintenance.',
  504: 'A proxy in front of the server waited for it in vain.',
}

/** Why something did not succeed and what to change, in a sentence; null when nothing is wrong. */
export function explainOutcome(failure: Failure): string | null {
  const { errorCode, errorMessage, statusCode } = failure
  if (errorCode === null) return null
  if (errorCode === 'http_status' && statusCode !== null) return explainStatus(statusCode)
  return byCode[errorCode] ?? errorMessage ?? `It ended with ${errorCode}.`
}

function explainStatus(status: number): string {
  const known = byStatus[status]
  if (known !== undefined) return known
  if (status >= 500) return `The server failed with status ${status}. Its own log tells why.`
  if (status >= 400) return `The server refused the request with status ${status}.`
  return `The server answered ${status}; only 2xx is a success.`
}
