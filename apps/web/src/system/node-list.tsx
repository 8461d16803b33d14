import type { SystemNode } from '@prikke/contract'
import { For, type JSX, Show } from 'solid-js'
import { Instant } from '../parts/instant.tsx'
import { formatBytes } from '../words/size.ts'
import { formatDuration } from '../words/span.ts'
import { LevelBadge } from './level-badge.tsx'

/** Every process, with what it says of itself; a card each on a narrow screen. */
export function NodeList(props: { nodes: readonly SystemNode[] }) {
  return (
    <ul class="divide-y divide-line">
      <For each={props.nodes}>{node => <NodeRow node={node} />}</For>
    </ul>
  )
}

const appNames = {
  api: 'API',
  scheduler: 'Scheduler',
  executor: 'Executor',
  notifier: 'Notifier',
}

function NodeRow(props: { node: SystemNode }) {
  return (
    <li class="grid gap-x-6 gap-y-4 py-5 text-sm first:pt-0 last:pb-0 lg:grid-cols-[16rem_minmax(0,1fr)]">
      <div class="flex flex-col items-start gap-2">
        <div class="flex flex-wrap items-center gap-3">
          <h3 class="text-base font-medium">{appNames[props.node.app]}</h3>
          <State node={props.node} />
        </div>
        <p class="text-muted wrap-anywhere">
          {props.node.host}, process {props.node.pid}
        </p>
        <Show when={props.node.reason && !props.node.isGone}>
          <p class="text-warn wrap-anywhere">{props.node.reason}</p>
        </Show>
      </div>
      <dl class="grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-3 xl:grid-cols-5">
        <Fact name="Up since">
          <Instant at={props.node.startedAt} relative />
        </Fact>
        <Fact name="Heard of">
          <Instant at={props.node.seenAt} relative />
        </Fact>
        <Fact name="Memory">{formatBytes(props.node.memoryBytes)}</Fact>
        <Fact name="Clock">
          <Show when={props.node.clockSkewMs !== null} fallback="Not compared yet">
            {signed(props.node.clockSkewMs ?? 0)}
          </Show>
        </Fact>
        <Fact name="To the database">{formatDuration(props.node.roundTripMs)}</Fact>
        <For each={props.node.slots}>{slot => <SlotFact {...slot} />}</For>
        <For each={props.node.loops}>
          {loop => (
            <Fact name={loopNames[loop.name] ?? loop.name}>
              <span
                classList={{
                  'text-bad font-medium':
                    loop.sinceSuccessMs === null || loop.sinceSuccessMs > loop.staleAfterMs,
                }}
              >
                {loop.sinceSuccessMs === null
                  ? 'not yet'
                  : `${formatDuration(loop.sinceSuccessMs)} ago`}
              </span>
            </Fact>
          )}
        </For>
        <Fact name="Version">
          {props.node.version}, Node.js {props.node.nodeVersion}
        </Fact>
        <Fact name="Time zones">{props.node.tzdata}</Fact>
      </dl>
    </li>
  )
}

/** Each loop, as what its last success was. */
const loopNames: Readonly<Record<string, string>> = {
  tick: 'Last tick',
  retention: 'Last tidied up',
  replays: 'Last look for replays',
  claim: 'Last claim',
  mails: 'Last claim of mail',
  listen: 'Last heartbeat',
}

function State(props: { node: SystemNode }) {
  return (
    <Show when={!props.node.isGone} fallback={<LevelBadge level="bad" word="Gone" />}>
      <Show when={props.node.isReady} fallback={<LevelBadge level="warn" word="Not ready" />}>
        <LevelBadge level="ok" word="Ready" />
      </Show>
    </Show>
  )
}

function Fact(props: { name: string; children: JSX.Element }) {
  return (
    <div class="min-w-0">
      <dt class="text-muted">{props.name}</dt>
      <dd class="wrap-anywhere tabular-nums">{props.children}</dd>
    </div>
  )
}

function SlotFact(props: { name: string; busy: number; most: number }) {
  return (
    <Fact name={`Busy with ${props.name}`}>
      {props.busy} of {props.most}
      <meter
        class="sr-only"
        aria-label={`Busy with ${props.name}`}
        max={props.most}
        value={Math.min(props.busy, props.most)}
      />
    </Fact>
  )
}

/** `+3 ms` ahead of the database, `−1.2 s` behind it. */
function signed(ms: number): string {
  const whole = Math.round(ms)
  if (whole === 0) return 'As the database’s'
  return `${whole > 0 ? '+' : '−'}${formatDuration(Math.abs(whole))}`
}
