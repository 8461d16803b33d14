import type { AuditEvent } from '@prikke/contract'
import { For, Show } from 'solid-js'
import { Instant } from '../parts/instant.tsx'
import { actWords } from '../words/job-act.ts'

/** Who did what to a job, newest first. */
export function ActList(props: { acts: readonly AuditEvent[] }) {
  return (
    <ol class="divide-y divide-line text-sm">
      <For each={props.acts}>
        {act => (
          <li class="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5 py-3">
            <p class="min-w-0 flex-1 basis-64 wrap-anywhere">
              <span class="font-medium">{actorOf(act)}</span> {actWords(act)}
              <Show when={noteOf(act)}>{note => <span class="text-muted">: {note()}</span>}</Show>
            </p>
            <Instant at={act.at} class="text-muted" />
          </li>
        )}
      </For>
    </ol>
  )
}

function actorOf({ actor }: AuditEvent): string {
  if (actor.type === 'system') return 'Prikke'
  const name = actor.name ?? 'Somebody'
  return actor.type === 'key' ? `The key ${name}` : name
}

/** Why it was paused. */
const noteOf = ({ changes }: AuditEvent): string | null => {
  const note = changes.enabled?.after === false ? changes.pauseNote?.after : null
  return typeof note === 'string' ? note : null
}
