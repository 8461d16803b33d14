import type { Alert } from '@prikke/contract'

/** Whether what was sent reached only the log of the notifier: a mail that no relay answered for. */
export const isLogged = ({
  kind,
  status,
  statusCode,
}: Pick<Alert, 'kind' | 'status' | 'statusCode'>): boolean =>
  kind === 'email' && status === 'sent' && statusCode === null
