import type { Channel, ChannelInput, ChannelTest } from '@prikke/contract'
import { createSignal, For, Show } from 'solid-js'
import { Button } from '../parts/button.tsx'
import { ConfirmButton } from '../parts/confirm-button.tsx'
import { TextField } from '../parts/text-field.tsx'
import { Toggle } from '../parts/toggle.tsx'
import { createSubmission } from '../submission.ts'
import { isLogged } from '../words/is-logged.ts'

const kinds = { email: 'E-mail', slack: 'Slack', discord: 'Discord', webhook: 'Webhook' }

type Props = {
  channels: readonly Channel[]
  /** Of a deleted organization nothing is changed. */
  mayChange: boolean
  /** @throws ApiError when it was refused. */
  onCreate: (input: ChannelInput) => Promise<void>
  onSwitch: (id: string, enabled: boolean) => Promise<unknown>
  onTest: (id: string) => Promise<ChannelTest | null>
  onDelete: (id: string) => Promise<unknown>
}

/** Where alerts go. Whether one works is seen by a test, which shows what the receiver said. */
export function Channels(props: Props) {
  const [target, setTarget] = createSignal('')
  const adding = createSubmission()
  const create = () =>
    adding.run(async () => {
      const typed = target().trim()
      await props.onCreate(/^\S+:/.test(typed) ? { url: typed } : { address: typed })
      setTarget('')
    })
  const refusal = () => {
    const { url, address } = adding.errors()
    return url ?? address ?? adding.problem()?.detail
  }
  return (
    <>
      <Show
        when={props.channels.length > 0}
        fallback={<p class="text-sm text-muted">There is no channel: nobody hears of a failure.</p>}
      >
        <ul class="divide-y divide-line text-sm">
          <For each={props.channels}>{channel => <ChannelRow channel={channel} {...props} />}</For>
        </ul>
      </Show>
      <Show when={props.mayChange}>
        <form
          class="flex flex-wrap items-start gap-3"
          onSubmit={event => {
            event.preventDefault()
            void create()
          }}
        >
          <TextField
            class="min-w-48 flex-1"
            label="E-mail address or webhook"
            placeholder="you@example.com or https://"
            required
            autocomplete="off"
            spellcheck={false}
            value={target()}
            error={refusal()}
            onInput={setTarget}
          />
          <Button
            type="submit"
            look="primary"
            class="min-h-11! sm:mt-6.5"
            busy={adding.busy()}
            busyLabel="Adding…"
          >
            Add channel
          </Button>
        </form>
      </Show>
    </>
  )
}

function ChannelRow(
  props: { channel: Channel } & Pick<Props, 'mayChange' | 'onSwitch' | 'onTest' | 'onDelete'>,
) {
  const [busy, setBusy] = createSignal(false)
  const [switching, setSwitching] = createSignal(false)
  const [result, setResult] = createSignal<ChannelTest | null>(null)
  const change = async (enabled: boolean) => {
    setSwitching(true)
    await props.onSwitch(props.channel.id, enabled)
    setSwitching(false)
  }
  const test = async () => {
    setBusy(true)
    setResult(null)
    setResult(await props.onTest(props.channel.id))
    setBusy(false)
  }
  return (
    <li class="flex flex-wrap items-center justify-between gap-3 py-3">
      <div class="flex min-w-0 items-center gap-3">
        <Show when={props.mayChange}>
          <Toggle
            on={props.channel.enabled}
            busy={switching()}
            label={`${props.channel.name} is on`}
            onChange={enabled => void change(enabled)}
          />
        </Show>
        <div class="min-w-0">
          <p class="font-medium wrap-anywhere">{props.channel.name}</p>
          <p class="text-muted wrap-anywhere">
            {kinds[props.channel.kind]}, {props.channel.address ?? props.channel.url}
            <Show when={!props.channel.enabled}>. Off: no alert goes there</Show>
          </p>
        </div>
      </div>
      <div class="flex flex-wrap gap-2" classList={{ hidden: !props.mayChange }}>
        <Button busy={busy()} busyLabel="Sending…" onClick={() => void test()}>
          Send test
        </Button>
        <ConfirmButton
          label="Delete"
          question="Delete this channel?"
          confirm="Delete channel"
          onConfirm={() => props.onDelete(props.channel.id)}
        >
          No alert goes to {props.channel.address ?? props.channel.url} any more.
        </ConfirmButton>
      </div>
      <div role="status" class="w-full empty:hidden">
        <Show when={result()}>
          {found => <TestAnswer result={found()} kind={props.channel.kind} />}
        </Show>
      </div>
    </li>
  )
}

const answers = {
  sent: { words: 'The test was delivered.', ground: 'bg-good-soft' },
  logged: { words: 'Nobody got it: no mail is set up here.', ground: 'bg-warn-soft' },
  dead: { words: 'The test was not delivered.', ground: 'bg-bad-soft' },
}

function TestAnswer(props: { result: ChannelTest; kind: Channel['kind'] }) {
  const answer = () => {
    if (props.result.status !== 'sent') return answers.dead
    return isLogged({ ...props.result, kind: props.kind }) ? answers.logged : answers.sent
  }
  return (
    <p class={`rounded-lg p-3 wrap-anywhere ${answer().ground}`}>
      <span class="font-medium">{answer().words}</span>{' '}
      <Show when={props.result.statusCode}>{code => <>Status {code()}. </>}</Show>
      {props.result.answer}
    </p>
  )
}
