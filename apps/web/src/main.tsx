import './styles.css'
import { Navigate, Route, Router, type RouteSectionProps } from '@solidjs/router'
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/solid-query'
import { lazy } from 'solid-js'
import { render } from 'solid-js/web'
import { problemOf } from './api-error.ts'
import { Broken } from './frame/broken.tsx'
import { submitByKey } from './keyboard/submit-key.ts'
import { Toasts } from './toasts.tsx'

const Shell = lazy(async () => ({ default: (await import('./shell.tsx')).Shell }))
const Login = lazy(async () => ({ default: (await import('./pages/login.tsx')).Login }))
const Signup = lazy(async () => ({ default: (await import('./pages/signup.tsx')).Signup }))
const Link = lazy(async () => ({ default: (await import('./pages/link.tsx')).Link }))
const ResetPassword = lazy(async () => ({
  default: (await import('./pages/reset-password.tsx')).ResetPassword,
}))
const ConfirmEmail = lazy(async () => ({
  default: (await import('./pages/confirm-email.tsx')).ConfirmEmail,
}))
const Invite = lazy(async () => ({ default: (await import('./pages/invite.tsx')).Invite }))
const Overview = lazy(async () => ({ default: (await import('./pages/overview.tsx')).Overview }))
const Welcome = lazy(async () => ({ default: (await import('./pages/welcome.tsx')).Welcome }))
const Jobs = lazy(async () => ({ default: (await import('./pages/jobs.tsx')).Jobs }))
const JobNew = lazy(async () => ({ default: (await import('./pages/job-new.tsx')).JobNew }))
const JobsImport = lazy(async () => ({
  default: (await import('./pages/jobs-import.tsx')).JobsImport,
}))
const Job = lazy(async () => ({ default: (await import('./pages/job.tsx')).Job }))
const JobEdit = lazy(async () => ({ default: (await import('./pages/job-edit.tsx')).JobEdit }))
const Executions = lazy(async () => ({
  default: (await import('./pages/executions.tsx')).Executions,
}))
const ReplayOfMany = lazy(async () => ({
  default: (await import('./pages/replay.tsx')).ReplayOfMany,
}))
const Execution = lazy(async () => ({ default: (await import('./pages/execution.tsx')).Execution }))
const Settings = lazy(async () => ({ default: (await import('./pages/settings.tsx')).Settings }))
const SettingsProfile = lazy(async () => ({
  default: (await import('./pages/settings-profile.tsx')).SettingsProfile,
}))
const SettingsSecurity = lazy(async () => ({
  default: (await import('./pages/settings-security.tsx')).SettingsSecurity,
}))
const SettingsOrganization = lazy(async () => ({
  default: (await import('./pages/settings-organization.tsx')).SettingsOrganization,
}))
const SettingsMembers = lazy(async () => ({
  default: (await import('./pages/settings-members.tsx')).SettingsMembers,
}))
const SettingsChannels = lazy(async () => ({
  default: (await import('./pages/settings-channels.tsx')).SettingsChannels,
}))
const SettingsKeys = lazy(async () => ({
  default: (await import('./pages/settings-keys.tsx')).SettingsKeys,
}))
const SettingsSigning = lazy(async () => ({
  default: (await import('./pages/settings-signing.tsx')).SettingsSigning,
}))
const SettingsUsage = lazy(async () => ({
  default: (await import('./pages/settings-usage.tsx')).SettingsUsage,
}))
const SettingsAudit = lazy(async () => ({
  default: (await import('./pages/settings-audit.tsx')).SettingsAudit,
}))
const SettingsDanger = lazy(async () => ({
  default: (await import('./pages/settings-danger.tsx')).SettingsDanger,
}))
const Erased = lazy(async () => ({ default: (await import('./pages/erased.tsx')).Erased }))
const OrganizationNew = lazy(async () => ({
  default: (await import('./pages/organization-new.tsx')).OrganizationNew,
}))
const System = lazy(async () => ({ default: (await import('./pages/system.tsx')).System }))
const NotFound = lazy(async () => ({ default: (await import('./pages/not-found.tsx')).NotFound }))

/** A session that ended shows in any answer: back to the sign-in, and here again afterwards. */
const onError = (error: unknown) => {
  if (problemOf(error).status === 401) client.setQueryData(['me'], null)
}
const client: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    queries: {
      // What a refetch leaves as it was keeps its row, and with it focus and what was typed there.
      reconcile: 'id',
      retry: (failures, error) =>
        failures < 2 && [0, 502, 503, 504].includes(problemOf(error).status),
    },
  },
})

submitByKey()

/** Without a Suspense: a query that is refetched would take its page out of the document. */
function Root(props: RouteSectionProps) {
  return (
    <QueryClientProvider client={client}>
      <Broken at={props.location.pathname}>{props.children}</Broken>
      <Toasts />
    </QueryClientProvider>
  )
}

render(
  () => (
    <Router root={Root}>
      <Route path="/login" component={Login} />
      <Route path="/signup" component={Signup} />
      <Route path="/link" component={Link} />
      <Route path="/reset-password" component={ResetPassword} />
      <Route path="/confirm-email" component={ConfirmEmail} />
      <Route path="/invite" component={Invite} />
      <Route path="/erased" component={Erased} />
      <Route component={Shell}>
        <Route path="/" component={Overview} />
        <Route path="/welcome" component={Welcome} />
        <Route path="/jobs" component={Jobs} />
        <Route path="/jobs/new" component={JobNew} />
        <Route path="/jobs/import" component={JobsImport} />
        <Route path="/jobs/:id" component={Job} />
        <Route path="/jobs/:id/edit" component={JobEdit} />
        <Route path="/executions" component={Executions} />
        <Route path="/replays/:id" component={ReplayOfMany} />
        <Route path="/executions/:id" component={Execution} />
        <Route path="/organization" component={() => <Navigate href="/settings/members" />} />
        <Route path="/organizations/new" component={OrganizationNew} />
        <Route path="/settings" component={Settings}>
          <Route path="/" component={() => <Navigate href="/settings/profile" />} />
          <Route path="/profile" component={SettingsProfile} />
          <Route path="/security" component={SettingsSecurity} />
          <Route path="/organization" component={SettingsOrganization} />
          <Route path="/members" component={SettingsMembers} />
          <Route path="/channels" component={SettingsChannels} />
          <Route path="/keys" component={SettingsKeys} />
          <Route path="/signing" component={SettingsSigning} />
          <Route path="/usage" component={SettingsUsage} />
          <Route path="/audit" component={SettingsAudit} />
          <Route path="/danger" component={SettingsDanger} />
        </Route>
        <Route path="/system" component={System} />
      </Route>
      <Route path="*" component={NotFound} />
    </Router>
  ),
  document.getElementById('root') as HTMLElement,
)
