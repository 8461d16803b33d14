import { A, Navigate, useSearchParams } from '@solidjs/router'
import { useQuery } from '@tanstack/solid-query'
import { createSignal, Match, Show, Switch } from 'solid-js'
import { api } from '../api.ts'
import { createArrival } from '../arrival.ts'
import { AuthCard } from '../parts/auth-card.tsx'
import { Button } from '../parts/button.tsx'
import { Form } from '../parts/form.tsx'
import { MailNote } from '../parts/mail-note.tsx'
import { MailSent } from '../parts/mail-sent.tsx'
import { TextField } from '../parts/text-field.tsx'
import { rememberAddress } from '../remembered-address.ts'
import { createSubmission } from '../submission.ts'
import { attempt } from '../toasts.tsx'

export function Login() {
  const [query] = useSearchParams<{ next?: string }>()
  const arrive = createArrival()
  const instance = useQuery(() => ({ queryKey: ['instance'], queryFn: api.instance }))
  const [email, setEmail] = createSignal('')
  const [password, setPassword] = createSignal('')
  const [chosen, setChosen] = createSignal<boolean | null>(null)
  const [sentTo, setSentTo] = createSignal<string | null>(null)
  const submission = createSubmission()
  const known = () => (instance.isPending ? undefined : instance.data)
  const hasMail = () => known()?.mail !== false
  /** Where no mail is set up a password is what most people have. */
  const byPassword = () => chosen() ?? !hasMail()

  const signIn = () =>
    submission.run(async () => {
      await api.login({ email: email(), password: password() })
      await arrive(query.next)
    })
  const sendLink = () =>
    submission.run(async () => {
      await api.mailLink(email())
      rememberAddress(email())
      setSentTo(email())
    })
  const enterCode = (code: string) =>
    submission.run(async () => {
      await api.verify({ email: sentTo() ?? '', code })
      await arrive(query.next)
    })

  return (
    <AuthCard title={sentTo() === null ? 'Sign in' : 'Check your mail'}>
      <Show when={known()?.firstAccount && sentTo() === null}>
        <Navigate href="/signup" />
      </Show>
      <Switch>
        <Match when={sentTo()}>
          {to => (
            <MailSent
              email={to()}
              mail={hasMail()}
              problem={submission.problem()}
              codeError={submission.errors().code}
              busy={submission.busy()}
              onCode={enterCode}
              onResend={() => attempt(api.mailLink(to()))}
              onBack={() => setSentTo(null)}
            />
          )}
        </Match>
        <Match when={!instance.isPending}>
          <Form problem={submission.problem()} onSubmit={byPassword() ? signIn : sendLink}>
            <TextField
              label="Email"
              type="email"
              autocomplete="username"
              autofocus
              value={email()}
              error={submission.errors().email}
              onInput={setEmail}
            />
            <Show when={byPassword()}>
              <TextField
                label="Password"
                type="password"
                autocomplete="current-password"
                value={password()}
                error={submission.errors().password}
                onInput={setPassword}
              />
            </Show>
            <Show
              when={byPassword()}
              fallback={
                <>
                  <Show when={!hasMail()}>
                    <MailNote />
                  </Show>
                  <Button type="submit" look="primary" busy={submission.busy()}>
                    {hasMail() ? 'Email me a link' : 'Make a link'}
                  </Button>
                  <Button onClick={() => setChosen(true)}>Use a password instead</Button>
                </>
              }
            >
              <Button type="submit" look="primary" busy={submission.busy()} busyLabel="Signing in…">
                Sign in
              </Button>
              <Button onClick={() => setChosen(false)}>Use a link instead</Button>
            </Show>
          </Form>
          <div class="flex flex-col gap-2 text-sm text-muted">
            <Show when={byPassword()}>
              <p>
                <A href="/reset-password" class="link">
                  Forgot your password?
                </A>
              </p>
            </Show>
            <Show when={known()?.registration === 'open'}>
              <p>
                New here?{' '}
                <A href="/signup" class="link">
                  Create an account
                </A>
              </p>
            </Show>
            <Show when={byPassword() && !hasMail()}>
              <p>No mail is set up here: a link would be in the log of the notifier.</p>
            </Show>
          </div>
        </Match>
      </Switch>
    </AuthCard>
  )
}
