import { A } from '@solidjs/router'
import { useQueryClient } from '@tanstack/solid-query'
import { createSignal, Match, Switch } from 'solid-js'
import { api } from '../api.ts'
import { createMailedToken } from '../mailed-token.ts'
import { AuthCard } from '../parts/auth-card.tsx'
import { Button, buttonClass } from '../parts/button.tsx'
import { Form } from '../parts/form.tsx'
import { createSubmission } from '../submission.ts'

/** Where the mail about a new address leads. */
export function ConfirmEmail() {
  const token = createMailedToken()
  const client = useQueryClient()
  const submission = createSubmission()
  const [changedTo, setChangedTo] = createSignal<string | null>(null)
  const confirm = () =>
    submission.run(async () => {
      const { email } = await api.confirmEmail(token() ?? '')
      client.removeQueries({ queryKey: ['me'] })
      setChangedTo(email)
    })

  return (
    <AuthCard title="Confirm your new address">
      <Switch>
        <Match when={changedTo()}>
          {email => (
            <>
              <p role="status" class="text-sm wrap-anywhere">
                Your account now belongs to {email()}.
              </p>
              <A href="/settings/security" class={buttonClass('primary')}>
                To your settings
              </A>
            </>
          )}
        </Match>
        <Match when={true}>
          <p class="text-sm text-muted">
            {token() === null
              ? 'This link is not whole. Copy it from the mail as it stands there.'
              : 'Mail of your account goes there from now on, and that is how you sign in.'}
          </p>
          <Form problem={submission.problem()} onSubmit={confirm}>
            <Button
              type="submit"
              look="primary"
              disabled={token() === null}
              busy={submission.busy()}
              busyLabel="Confirming…"
            >
              Confirm this address
            </Button>
          </Form>
        </Match>
      </Switch>
    </AuthCard>
  )
}
