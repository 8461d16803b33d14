import { accountsApi } from './api/accounts.ts'
import { executionsApi } from './api/executions.ts'
import { jobPageApi } from './api/job-page.ts'
import { jobsApi } from './api/jobs.ts'
import { organizationsApi } from './api/organizations.ts'
import { settingsApi } from './api/settings.ts'
import { statisticsApi } from './api/statistics.ts'
import { systemApi } from './api/system.ts'
import { tryingApi } from './api/trying.ts'

/**
 * The API of Prikke as the dashboard uses it.
 * @throws ApiError from every call, when refused or when nobody answered.
 */
export const api = {
  ...accountsApi,
  ...organizationsApi,
  ...jobsApi,
  ...jobPageApi,
  ...executionsApi,
  ...settingsApi,
  ...statisticsApi,
  ...tryingApi,
  ...systemApi,
}

/** The address of the stream of hints; an EventSource takes no headers. */
export const eventsUrl = (organization: string) =>
  `/api/events?organization=${encodeURIComponent(organization)}`
