import type { ProblemBody } from '@prikke/contract'
import { A, Navigate, useNavigate, useSearchParams } from '@solidjs/router'
import { useQuery, useQueryClient } from '@tanstack/solid-query'
import { createSignal, Show } from 'solid-js'
import { api } from '../api.ts'
import { fieldErrors, problemOf } from '../api-error.ts'
import { AuthCard } from '../parts/auth-card.tsx'
import { Button } from '../parts/button.tsx'
import { Form } from '../parts/form.tsx'
import { TextField } from '../parts/text-field.tsx'
import { refreshSession } from '../session.tsx'

export function Login() {
  const [query] = useSearchParams<{ next?: string }>()
  const navigate = useNavigate()
  const client = useQueryClient()
  const instance = useQuery(() => ({ queryKey: ['instance'], queryFn: api.instance }))
  const [email, setEmail] = createSignal('')
  const [password, setPassword] = createSignal('')
  const [problem, setProblem] = createSignal<ProblemBody | null>(null)
  const [busy, setBusy] = createSignal(false)
  const errors = () => fieldErrors(problem())
  const known = () => (instance.isPending ? undefined : instance.data)

  const submit = async () => {
    setBusy(true)
    setProblem(null)
    try {
      await api.login({ email: email(), password: password() })
      await refreshSession(client)
      navigate(ownPath(query.next), { replace: true })
    } catch (error) {
      setProblem(problemOf(error))
    } finally {
      setBusy(false)
    }
  }

  return (
    <AuthCard title="Sign in">
      <Show when={known()?.firstAccount}>
        <Navigate href="/signup" />
      </Show>
      <Form problem={problem()} onSubmit={submit}>
        <TextField
          label="Email"
          type="email"
          autocomplete="username"
          autofocus
          value={email()}
          error={errors().email}
          onInput={setEmail}
        />
        <TextField
          label="Password"
          type="password"
          autocomplete="current-password"
          value={password()}
          error={errors().password}
          onInput={setPassword}
        />
        <Button type="submit" look="primary" busy={busy()} busyLabel="Signing in…">
          Sign in
        </Button>
      </Form>
      <Show when={known()?.registration === 'open'}>
        <p class="text-sm text-muted">
          New here?{' '}
          <A href="/signup" class="link">
            Create an account
          </A>
        </p>
      </Show>
    </AuthCard>
  )
}

/** Where to go on; only ever a page of this dashboard. */
function ownPath(next: string | undefined): string {
  return next !== undefined && /^\/(?![/\\])/.test(next) ? next : '/jobs'
}
