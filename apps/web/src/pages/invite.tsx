import type { Invitation } from '@prikke/contract'
import { A } from '@solidjs/router'
import { useQuery, useQueryClient } from '@tanstack/solid-query'
import { createSignal, Match, Show, Switch } from 'solid-js'
import { api } from '../api.ts'
import { createArrival } from '../arrival.ts'
import { loading } from '../loading.ts'
import { createMailedToken } from '../mailed-token.ts'
import { chooseOrganization } from '../organization.ts'
import { AuthCard } from '../parts/auth-card.tsx'
import { Button, buttonClass } from '../parts/button.tsx'
import { Form } from '../parts/form.tsx'
import { JoinForm } from '../parts/join-form.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { rememberedInvite, rememberInvite } from '../remembered-invite.ts'
import { meQuery } from '../session.tsx'
import { createSubmission } from '../submission.ts'
import { attempt } from '../toasts.tsx'

/** Where an invite leads: a person accepts or declines it, or makes an account by it. */
export function Invite() {
  const mailed = createMailedToken()
  const token = () => mailed() ?? rememberedInvite()
  const invitation = useQuery(() => ({
    queryKey: ['invitation', token()],
    queryFn: () => api.invitation(token() ?? ''),
    enabled: token() !== null,
    retry: false,
  }))
  return (
    <Show
      when={token()}
      fallback={
        <AuthCard
          title="Invite"
          lead="This link is not whole. Copy it from the mail as it stands there."
        />
      }
    >
      {given => (
        <AuthCard
          title={invitation.isSuccess ? `Join ${invitation.data.organizationName}` : 'Invite'}
        >
          <Loaded from={loading(invitation)} skeleton={<Skeleton rows={2} />}>
            {found => <Answer token={given()} invitation={found()} />}
          </Loaded>
        </AuthCard>
      )}
    </Show>
  )
}

const over = {
  accepted: 'This invite has been accepted.',
  declined: 'This invite has been declined.',
  revoked: 'This invite was taken back. Ask for a new one.',
  expired: 'This invite has ended. Ask for a new one.',
}

function Answer(props: { token: string; invitation: Invitation }) {
  const me = useQuery(() => meQuery)
  const [declined, setDeclined] = createSignal(false)
  const user = () => (me.isPending ? undefined : me.data?.user)
  const status = () => (declined() ? 'declined' : props.invitation.status)
  const decline = async () => {
    const done = await attempt(api.declineInvite(props.token).then(() => true))
    if (!done) return
    rememberInvite(null)
    setDeclined(true)
  }
  return (
    <Switch>
      <Match when={status() !== 'open'}>
        <p role="status">{over[status() as keyof typeof over]}</p>
        <A href="/" class={buttonClass('plain')} onClick={() => rememberInvite(null)}>
          To your jobs
        </A>
      </Match>
      <Match when={!me.isPending}>
        <p class="text-sm text-muted wrap-anywhere">
          {props.invitation.email} is invited, as {articles[props.invitation.role]}.
        </p>
        <Switch>
          <Match when={user()?.email === props.invitation.email}>
            <Accept token={props.token} />
          </Match>
          <Match when={user()}>
            {other => (
              <p class="rounded-lg bg-warn-soft p-3 text-sm wrap-anywhere">
                You are signed in as {other().email}. Sign out in the settings, and in with the
                invited address, to accept.
              </p>
            )}
          </Match>
          <Match when={true}>
            <Join token={props.token} invitation={props.invitation} />
          </Match>
        </Switch>
        <Button look="quiet" onClick={() => void decline()}>
          Decline
        </Button>
      </Match>
    </Switch>
  )
}

const articles = { owner: 'an owner', admin: 'an admin', member: 'a member' }

/** Into the organization that one has joined. */
function createEntering() {
  const client = useQueryClient()
  const arrive = createArrival()
  return async (slug: string) => {
    rememberInvite(null)
    chooseOrganization(slug)
    client.removeQueries({ predicate: query => query.queryKey[0] !== 'me' })
    await arrive()
  }
}

function Accept(props: { token: string }) {
  const enter = createEntering()
  const submission = createSubmission()
  const accept = () =>
    submission.run(async () => {
      const { slug } = await api.acceptInvite(props.token)
      await enter(slug)
    })
  return (
    <Form problem={submission.problem()} onSubmit={accept}>
      <Button type="submit" look="primary" busy={submission.busy()} busyLabel="Joining…">
        Accept
      </Button>
    </Form>
  )
}

/** For who is not signed in: a new account by the invite, or the way to the one they have. */
function Join(props: { token: string; invitation: Invitation }) {
  const enter = createEntering()
  const instance = useQuery(() => ({ queryKey: ['instance'], queryFn: api.instance }))
  const submission = createSubmission()
  const known = () => (instance.isPending ? undefined : instance.data)
  const join = (given: { name?: string; password?: string }) =>
    submission.run(async () => {
      const { email } = props.invitation
      const made = await api.register({ email, inviteToken: props.token, ...given })
      await enter(made?.organization?.slug ?? '')
    })
  return (
    <>
      <Show when={known() && known()?.registration !== 'closed'}>
        <JoinForm
          needsPassword={known()?.mail === false}
          problem={submission.problem()}
          errors={submission.errors()}
          busy={submission.busy()}
          onJoin={join}
        />
      </Show>
      <p class="text-sm text-muted">
        Have an account?{' '}
        <A href="/login" class="link" onClick={() => rememberInvite(props.token)}>
          Sign in to accept
        </A>
      </p>
    </>
  )
}
