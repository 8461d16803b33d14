import { A } from '@solidjs/router'
import { Show } from 'solid-js'
import { api } from '../api.ts'
import { createArrival } from '../arrival.ts'
import { createMailedToken } from '../mailed-token.ts'
import { AuthCard } from '../parts/auth-card.tsx'
import { Button, buttonClass } from '../parts/button.tsx'
import { Form } from '../parts/form.tsx'
import { createSubmission } from '../submission.ts'

/** Where a mailed link leads. A person presses the button: what only looks uses nothing up. */
export function Link() {
  const token = createMailedToken()
  const arrive = createArrival()
  const submission = createSubmission()
  const signIn = () =>
    submission.run(async () => {
      await api.verify({ token: token() ?? '' })
      await arrive()
    })
  const isOver = () => token() === null || submission.problem()?.status === 410

  const lead = () => {
    if (token() === null) return 'This link is not whole. Copy it from the mail as it stands there.'
    return isOver() ? '' : 'One more step, so that nothing but you uses the link up.'
  }

  return (
    <AuthCard title="Sign in" lead={lead()}>
      <Show when={submission.problem()?.status === 410 && submission.problem()}>
        {over => (
          <p role="alert" class="rounded-lg bg-warn-soft p-3 text-sm">
            {over().detail}
          </p>
        )}
      </Show>
      <Form problem={isOver() ? null : submission.problem()} onSubmit={signIn}>
        <Show
          when={!isOver()}
          fallback={
            <A href="/login" class={buttonClass('primary')}>
              Get a new link
            </A>
          }
        >
          <Button type="submit" look="primary" busy={submission.busy()} busyLabel="Signing in…">
            Sign in
          </Button>
        </Show>
      </Form>
    </AuthCard>
  )
}
