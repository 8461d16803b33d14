import { A } from '@solidjs/router'
import { useQuery } from '@tanstack/solid-query'
import { createSignal, Match, Show, Switch } from 'solid-js'
import { api } from '../api.ts'
import { createArrival } from '../arrival.ts'
import { createMailedToken } from '../mailed-token.ts'
import { AuthCard } from '../parts/auth-card.tsx'
import { Button, buttonClass } from '../parts/button.tsx'
import { Form } from '../parts/form.tsx'
import { MailNote } from '../parts/mail-note.tsx'
import { TextField } from '../parts/text-field.tsx'
import { createSubmission } from '../submission.ts'

/** Asks for the link, and is where it leads. */
export function ResetPassword() {
  const token = createMailedToken()
  return (
    <AuthCard title="Choose a new password">
      <Show when={token()} fallback={<AskForLink />}>
        {given => <NewPassword token={given()} />}
      </Show>
      <p class="text-sm text-muted">
        <A href="/login" class="link">
          Back to signing in
        </A>
      </p>
    </AuthCard>
  )
}

function AskForLink() {
  const instance = useQuery(() => ({ queryKey: ['instance'], queryFn: api.instance }))
  const [email, setEmail] = createSignal('')
  const [sentTo, setSentTo] = createSignal<string | null>(null)
  const submission = createSubmission()
  const send = () =>
    submission.run(async () => {
      await api.mailPasswordReset(email())
      setSentTo(email())
    })
  return (
    <Switch>
      <Match when={sentTo()}>
        {to => (
          <>
            <p role="status" class="text-sm wrap-anywhere">
              If there is an account with {to()}, a link is on its way. It works once, within 15
              minutes.
            </p>
            <Show when={!instance.isPending && instance.data?.mail === false}>
              <MailNote />
            </Show>
          </>
        )}
      </Match>
      <Match when={true}>
        <Form problem={submission.problem()} onSubmit={send}>
          <TextField
            label="Email"
            type="email"
            autocomplete="username"
            autofocus
            value={email()}
            help="A link goes there with which you choose a new password."
            error={submission.errors().email}
            onInput={setEmail}
          />
          <Button type="submit" look="primary" busy={submission.busy()} busyLabel="Sending…">
            Email me a link
          </Button>
        </Form>
      </Match>
    </Switch>
  )
}

function NewPassword(props: { token: string }) {
  const arrive = createArrival()
  const [password, setPassword] = createSignal('')
  const submission = createSubmission()
  const reset = () =>
    submission.run(async () => {
      await api.resetPassword({ token: props.token, password: password() })
      await arrive()
    })
  return (
    <Form problem={submission.problem()} onSubmit={reset}>
      <Show when={submission.problem()?.status === 410}>
        <a href="/reset-password" class={buttonClass('primary')}>
          Get a new link
        </a>
      </Show>
      <TextField
        label="New password"
        type="password"
        autocomplete="new-password"
        autofocus
        value={password()}
        help="At least 12 characters. Every device is signed out, and this one in."
        error={submission.errors().password}
        onInput={setPassword}
      />
      <Button type="submit" look="primary" busy={submission.busy()} busyLabel="Saving…">
        Save and sign in
      </Button>
    </Form>
  )
}
