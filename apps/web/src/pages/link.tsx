import { A } from '@solidjs/router'
import { useQuery } from '@tanstack/solid-query'
import { createSignal, Match, Show, Switch } from 'solid-js'
import { api } from '../api.ts'
import { createArrival } from '../arrival.ts'
import { createMailedToken } from '../mailed-token.ts'
import { AuthCard } from '../parts/auth-card.tsx'
import { Button, buttonClass } from '../parts/button.tsx'
import { Form } from '../parts/form.tsx'
import { MailSent } from '../parts/mail-sent.tsx'
import { rememberedAddress } from '../remembered-address.ts'
import { createSubmission } from '../submission.ts'
import { attempt } from '../toasts.tsx'

/** Where a mailed link leads. A person presses the button: what only looks uses nothing up. */
export function Link() {
  const token = createMailedToken()
  // Another link opened in the same tab only changes what is after the #: it begins anew.
  return (
    <Show keyed when={token()} fallback={<OneLink token={null} />}>
      {found => <OneLink token={found} />}
    </Show>
  )
}

function OneLink(props: { token: string | null }) {
  const arrive = createArrival()
  const instance = useQuery(() => ({ queryKey: ['instance'], queryFn: api.instance }))
  const [sentTo, setSentTo] = createSignal<string | null>(null)
  const submission = createSubmission()
  /** Of another link, after this one is over. */
  const again = createSubmission()
  const signIn = () =>
    submission.run(async () => {
      await api.verify({ token: props.token ?? '' })
      await arrive()
    })
  const sendAnother = (email: string) =>
    again.run(async () => {
      await api.mailLink(email)
      setSentTo(email)
    })
  const enterCode = (code: string) =>
    again.run(async () => {
      await api.verify({ email: sentTo() ?? '', code })
      await arrive()
    })
  const isOver = () => props.token === null || submission.problem()?.status === 410

  const lead = () => {
    if (props.token === null)
      return 'This link is not whole. Copy it from the mail as it stands there.'
    return isOver() ? '' : 'One more step, so that nothing but you uses the link up.'
  }

  const form = () => (
    <>
      <Show when={submission.problem()?.status === 410 && submission.problem()}>
        {over => (
          <p role="alert" class="rounded-lg bg-warn-soft p-3 text-sm">
            {over().detail}
          </p>
        )}
      </Show>
      <Form problem={isOver() ? again.problem() : submission.problem()} onSubmit={signIn}>
        <Switch>
          <Match when={!isOver()}>
            <Button type="submit" look="primary" busy={submission.busy()} busyLabel="Signing in…">
              Sign in
            </Button>
          </Match>
          <Match when={rememberedAddress()}>
            {email => (
              <>
                <Button
                  look="primary"
                  class="h-auto! py-2 whitespace-normal! wrap-anywhere"
                  busy={again.busy()}
                  busyLabel="Sending…"
                  onClick={() => void sendAnother(email())}
                >
                  Send a new link to {email()}
                </Button>
                <A href="/login" class={buttonClass()}>
                  Use another address
                </A>
              </>
            )}
          </Match>
          <Match when={true}>
            <A href="/login" class={buttonClass('primary')}>
              Get a new link
            </A>
          </Match>
        </Switch>
      </Form>
    </>
  )

  return (
    <Show
      when={sentTo()}
      fallback={
        <AuthCard title="Sign in" lead={lead()}>
          {form()}
        </AuthCard>
      }
    >
      {to => (
        <AuthCard title="Check your mail">
          <MailSent
            email={to()}
            mail={instance.isPending || instance.data?.mail !== false}
            problem={again.problem()}
            codeError={again.errors().code}
            busy={again.busy()}
            onCode={enterCode}
            onResend={() => attempt(api.mailLink(to()))}
            onBack={() => setSentTo(null)}
          />
        </AuthCard>
      )}
    </Show>
  )
}
