import type { Level, MailTest, OutboundTest, ProblemBody } from '@prikke/contract'
import { createSignal, type JSX, Show } from 'solid-js'
import { Button } from '../parts/button.tsx'
import { PhaseBar } from '../parts/phase-bar.tsx'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { createSubmission } from '../submission.ts'
import { formatDuration } from '../words/span.ts'
import { LevelBadge } from './level-badge.tsx'

type Props = {
  /** Where the mail goes. */
  email: string
  /** @throws ApiError when it was refused. */
  onOutbound: () => Promise<OutboundTest>
  onMail: () => Promise<MailTest>
}

/** Two ways out, tried on the spot: to a target, and to a mailbox. */
export function SelfTests(props: Props) {
  return (
    <div class="grid gap-6 text-sm lg:grid-cols-2">
      <SelfTest
        title="Calls"
        lead="Looks APP_URL up and calls its echo, through the same guard that jobs go through."
        button="Call the echo"
        run={props.onOutbound}
      >
        {result => <OutboundResult result={result} />}
      </SelfTest>
      <SelfTest
        title="Mail"
        lead={`Sends a mail to ${props.email}, by the way that all mail takes.`}
        button="Send a mail"
        run={props.onMail}
      >
        {result => <MailResult result={result} />}
      </SelfTest>
    </div>
  )
}

function SelfTest<T>(props: {
  title: string
  lead: string
  button: string
  run: () => Promise<T>
  children: (result: T) => JSX.Element
}) {
  const submission = createSubmission()
  const [result, setResult] = createSignal<{ found: T } | null>(null)
  const run = () =>
    submission.run(async () => {
      setResult(null)
      setResult({ found: await props.run() })
    })
  return (
    <section class="flex flex-col items-start gap-3">
      <h3 class="font-medium">{props.title}</h3>
      <p class="text-muted wrap-anywhere">{props.lead}</p>
      <Button busy={submission.busy()} busyLabel="Trying…" onClick={() => void run()}>
        {props.button}
      </Button>
      <div role="status" class="w-full empty:hidden">
        <Show when={submission.problem()}>
          {problem => <ProblemNotice problem={problem() as ProblemBody} />}
        </Show>
        <Show when={result()}>{made => props.children(made().found)}</Show>
      </div>
    </section>
  )
}

function OutboundResult(props: { result: OutboundTest }) {
  return (
    <Outcome
      level={props.result.isFine ? 'ok' : 'bad'}
      word={props.result.isFine ? 'It answered' : 'It failed'}
    >
      <p class="wrap-anywhere">
        {props.result.says}{' '}
        <span class="text-muted">
          {props.result.statusCode ?? props.result.errorCode}, after{' '}
          {formatDuration(props.result.timings.totalMs)}.
        </span>
      </p>
      <Show when={props.result.isFine}>
        <PhaseBar timings={props.result.timings} />
      </Show>
      <code class="text-muted wrap-anywhere">{props.result.url}</code>
    </Outcome>
  )
}

const mailLooks = {
  sent: { level: 'ok', word: 'The relay took it' },
  logged: { level: 'warn', word: 'In the log alone' },
  pending: { level: 'warn', word: 'Not taken yet' },
  dead: { level: 'bad', word: 'It was refused' },
} as const

function MailResult(props: { result: MailTest }) {
  return (
    <Outcome {...mailLooks[props.result.status]}>
      <p class="wrap-anywhere">
        {props.result.answer}{' '}
        <span class="text-muted">After {formatDuration(props.result.tookMs)}.</span>
      </p>
      <Show when={props.result.status === 'pending'}>
        <p class="text-muted">Prikke tries again by itself for a while.</p>
      </Show>
    </Outcome>
  )
}

const grounds = { ok: 'bg-good-soft', warn: 'bg-warn-soft', bad: 'bg-bad-soft' }

function Outcome(props: { level: Level; word: string; children: JSX.Element }) {
  return (
    <div class={`flex flex-col items-start gap-3 rounded-lg p-4 ${grounds[props.level]}`}>
      <LevelBadge level={props.level} word={props.word} />
      {props.children}
    </div>
  )
}
