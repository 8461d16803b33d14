import type { ProblemBody } from '@prikke/contract'
import { createSignal, Show } from 'solid-js'
import { Button } from './button.tsx'
import { now } from './clock.ts'
import { Form } from './form.tsx'
import { MailNote } from './mail-note.tsx'
import { TextField } from './text-field.tsx'

const againAfterMs = 30_000

/** What to do once a link is on its way: open it here, or type its code from another device. */
export function MailSent(props: {
  email: string
  /** Whether mail leaves; otherwise it is in a log. */
  mail: boolean
  problem: ProblemBody | null
  codeError: string | undefined
  busy: boolean
  onCode: (code: string) => Promise<void>
  onResend: () => Promise<unknown>
  onBack: () => void
}) {
  const [code, setCode] = createSignal('')
  const [sentAt, setSentAt] = createSignal(Date.now())
  const [resending, setResending] = createSignal(false)
  /** The clock of the page may be a second behind. */
  const waitMs = () => Math.min(againAfterMs, sentAt() + againAfterMs - now())
  const waitSeconds = () => Math.max(0, Math.ceil(waitMs() / 1_000))
  const resend = async () => {
    setResending(true)
    await props.onResend()
    setSentAt(Date.now())
    setResending(false)
  }
  return (
    <>
      <p role="status" class="text-sm wrap-anywhere">
        If <strong class="font-medium">{props.email}</strong> may sign in here, a link is on its
        way. It works once, within 15 minutes.
      </p>
      <Show when={!props.mail}>
        <MailNote />
      </Show>
      <Form problem={props.problem} onSubmit={() => props.onCode(code())}>
        <TextField
          label="Code"
          inputmode="numeric"
          autocomplete="one-time-code"
          maxlength="7"
          value={code()}
          help="The six digits of the mail, if you read it on another device."
          error={props.codeError}
          onInput={setCode}
        />
        <Button type="submit" look="primary" busy={props.busy} busyLabel="Signing in…">
          Sign in with the code
        </Button>
      </Form>
      <div class="flex flex-wrap gap-2">
        <Button
          disabled={waitSeconds() > 0}
          busy={resending()}
          busyLabel="Sending…"
          onClick={() => void resend()}
        >
          {waitSeconds() > 0 ? `Send again in ${waitSeconds()} s` : 'Send again'}
        </Button>
        <Button look="quiet" onClick={() => props.onBack()}>
          Use another address
        </Button>
      </div>
    </>
  )
}
