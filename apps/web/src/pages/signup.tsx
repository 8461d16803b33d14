import type { ProblemBody } from '@prikke/contract'
import { A, useNavigate } from '@solidjs/router'
import { useQuery, useQueryClient } from '@tanstack/solid-query'
import { createSignal, Match, Show, Switch } from 'solid-js'
import { createStore } from 'solid-js/store'
import { api } from '../api.ts'
import { fieldErrors, problemOf } from '../api-error.ts'
import { AuthCard } from '../parts/auth-card.tsx'
import { Button } from '../parts/button.tsx'
import { Form } from '../parts/form.tsx'
import { TextField } from '../parts/text-field.tsx'
import { refreshSession } from '../session.tsx'

const blank = { email: '', password: '', name: '', organizationName: '', setupToken: '' }

export function Signup() {
  const navigate = useNavigate()
  const client = useQueryClient()
  const instance = useQuery(() => ({ queryKey: ['instance'], queryFn: api.instance }))
  const [typed, setTyped] = createStore({ ...blank })
  const [problem, setProblem] = createSignal<ProblemBody | null>(null)
  const [busy, setBusy] = createSignal(false)
  const [confirming, setConfirming] = createSignal(false)
  const errors = () => fieldErrors(problem())
  const known = () => (instance.isPending ? undefined : instance.data)
  const isFirst = () => known()?.firstAccount === true
  const isClosed = () => !isFirst() && known() !== undefined && known()?.registration !== 'open'

  const submit = async () => {
    setBusy(true)
    setProblem(null)
    try {
      const { email, ...others } = typed
      const given = Object.fromEntries(Object.entries(others).filter(([, value]) => value !== ''))
      const made = await api.register({ email, ...given })
      if (made?.user === undefined) {
        setConfirming(true)
        return
      }
      client.removeQueries({ queryKey: ['instance'] })
      await refreshSession(client)
      navigate('/jobs', { replace: true })
    } catch (error) {
      setProblem(problemOf(error))
    } finally {
      setBusy(false)
    }
  }

  return (
    <AuthCard
      title={isFirst() ? 'Create the owner account' : 'Create account'}
      lead={isFirst() ? 'Nobody has an account here yet. The first one owns this Prikke.' : ''}
    >
      <Switch>
        <Match when={confirming()}>
          <p role="status">Check your mail: {typed.email} gets a link that confirms the address.</p>
        </Match>
        <Match when={isClosed()}>
          <p>This Prikke takes new accounts by invitation only. Ask somebody who has one.</p>
        </Match>
        <Match when={true}>
          <Form problem={problem()} onSubmit={submit}>
            <TextField
              label="Email"
              type="email"
              autocomplete="username"
              autofocus
              value={typed.email}
              error={errors().email}
              onInput={email => setTyped({ email })}
            />
            <TextField
              label="Password"
              type="password"
              autocomplete="new-password"
              value={typed.password}
              help="At least 12 characters."
              error={errors().password}
              onInput={password => setTyped({ password })}
            />
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
            <Button type="submit" look="primary" busy={busy()} busyLabel="Creating…">
              Create account
            </Button>
          </Form>
        </Match>
      </Switch>
      <Show when={!isFirst()}>
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
