import { A } from '@solidjs/router'
import { useQuery } from '@tanstack/solid-query'
import { createSignal, Match, Show, Switch } from 'solid-js'
import { createStore } from 'solid-js/store'
import { api } from '../api.ts'
import { createArrival } from '../arrival.ts'
import { AuthCard } from '../parts/auth-card.tsx'
import { Button } from '../parts/button.tsx'
import { Form } from '../parts/form.tsx'
import { MailSent } from '../parts/mail-sent.tsx'
import { TextField } from '../parts/text-field.tsx'
import { rememberAddress } from '../remembered-address.ts'
import { createSubmission } from '../submission.ts'
import { attempt } from '../toasts.tsx'

const blank = { email: '', password: '', name: '', organizationName: '', setupToken: '' }

export function Signup() {
  const arrive = createArrival()
  const instance = useQuery(() => ({ queryKey: ['instance'], queryFn: api.instance }))
  const [typed, setTyped] = createStore({ ...blank })
  const [confirming, setConfirming] = createSignal(false)
  const submission = createSubmission()
  const errors = submission.errors
  const known = () => (instance.isPending ? undefined : instance.data)
  const isFirst = () => known()?.firstAccount === true
  const isClosed = () => !isFirst() && known() !== undefined && known()?.registration !== 'open'
  /** By mail the address comes first, and a password, if any, later. */
  const hasMail = () => known()?.mail === true

  const register = async () => {
    const { email, ...others } = typed
    const given = Object.fromEntries(Object.entries(others).filter(([, value]) => value !== ''))
    return await api.register({ email, ...given })
  }
  const submit = () =>
    submission.run(async () => {
      const made = await register()
      if (made?.user !== undefined) return await arrive()
      rememberAddress(typed.email)
      setConfirming(true)
    })
  const enterCode = (code: string) =>
    submission.run(async () => {
      await api.verify({ email: typed.email, code })
      await arrive()
    })

  const title = () => {
    if (confirming()) return 'Check your mail'
    return isFirst() ? 'Create the owner account' : 'Create account'
  }
  const lead = () =>
    isFirst() && !confirming()
      ? 'Nobody has an account here yet. The first one owns this Prikke.'
      : ''

  return (
    <AuthCard title={title()} lead={lead()}>
      <Switch>
        <Match when={confirming()}>
          <MailSent
            email={typed.email}
            mail={true}
            problem={submission.problem()}
            codeError={errors().code}
            busy={submission.busy()}
            onCode={enterCode}
            onResend={() => attempt(register())}
            onBack={() => setConfirming(false)}
          />
        </Match>
        <Match when={isClosed()}>
          <p>This Prikke takes new accounts by invitation only. Ask somebody who has one.</p>
        </Match>
        <Match when={!instance.isPending}>
          <Form problem={submission.problem()} onSubmit={submit}>
            <TextField
              label="Email"
              type="email"
              autocomplete="username"
              autofocus
              value={typed.email}
              help={hasMail() ? 'A link goes there to confirm it.' : ''}
              error={errors().email}
              onInput={email => setTyped({ email })}
            />
            <Show when={!hasMail()}>
              <TextField
                label="Password"
                type="password"
                autocomplete="new-password"
                value={typed.password}
                help="At least 12 characters. No mail is set up here, so this is how you sign in."
                error={errors().password}
                onInput={password => setTyped({ password })}
              />
            </Show>
            <TextField
              label="Name"
              autocomplete="name"
              value={typed.name}
              help="Optional."
              error={errors().name}
              onInput={name => setTyped({ name })}
            />
            <TextField
              label="Organization"
              autocomplete="organization"
              value={typed.organizationName}
              help="Optional. What your jobs belong to."
              error={errors().organizationName}
              onInput={organizationName => setTyped({ organizationName })}
            />
            <Show when={known()?.setupTokenRequired}>
              <TextField
                label="Setup token"
                autocomplete="off"
                spellcheck={false}
                value={typed.setupToken}
                help="Prikke wrote it to its log when it started."
                error={errors().setupToken}
                onInput={setupToken => setTyped({ setupToken })}
              />
            </Show>
            <Button type="submit" look="primary" busy={submission.busy()} busyLabel="Creating…">
              Create account
            </Button>
          </Form>
        </Match>
      </Switch>
      <Show when={!isFirst() && !confirming()}>
        <p class="text-sm text-muted">
          Have an account?{' '}
          <A href="/login" class="link">
            Sign in
          </A>
        </p>
      </Show>
    </AuthCard>
  )
}
