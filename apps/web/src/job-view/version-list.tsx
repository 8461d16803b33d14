import type { Job, SavedVersion } from '@prikke/contract'
import { createSignal, createUniqueId, For, Show } from 'solid-js'
import { Button } from '../parts/button.tsx'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { Instant } from '../parts/instant.tsx'
import { changedWords } from '../words/job-act.ts'
import { isSameRequest, restoreOf } from '../words/version-diff.ts'
import { RequestDiff } from './request-diff.tsx'

/** What each version of a job sent, what was changed with it, and the way back to it. */
export function VersionList(props: {
  job: Job
  versions: readonly SavedVersion[]
  onRestore: (version: SavedVersion) => Promise<unknown>
}) {
  return (
    <ol class="divide-y divide-line">
      <For each={props.versions}>
        {(version, index) => (
          <Version
            job={props.job}
            version={version}
            before={props.versions[index() + 1]}
            onRestore={props.onRestore}
          />
        )}
      </For>
    </ol>
  )
}

function Version(props: {
  job: Job
  version: SavedVersion
  before: SavedVersion | undefined
  onRestore: (version: SavedVersion) => Promise<unknown>
}) {
  const id = createUniqueId()
  const [open, setOpen] = createSignal(false)
  const [asking, setAsking] = createSignal(false)
  const isNow = () => props.version.version === props.job.version
  const differs = () => props.before !== undefined && !isSameRequest(props.before, props.version)
  const isOther = () =>
    !isSameRequest(props.version, {
      method: props.job.method,
      url: props.job.url,
      headers: props.job.headers,
      body: props.job.body,
    })
  const lost = () => restoreOf(props.version, props.job).lost
  const words = () => {
    const { changed } = props.version
    if (props.before === undefined) return props.version.version === 1 ? 'Made' : 'Saved'
    const named = changed === null ? '' : changedWords(changed)
    if (named !== '') return `Changed ${named}`
    return differs() ? 'Changed what it sends' : 'Sends the same as the one before'
  }
  return (
    <li class="flex flex-col gap-2 py-3 text-sm">
      <div class="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div class="min-w-0 flex-1 basis-56">
          <p class="font-medium">
            Version {props.version.version}
            <Show when={isNow()}>
              <span class="ml-2 rounded-full bg-good-soft px-2 py-0.5 text-xs text-good">Now</span>
            </Show>
          </p>
          <p class="wrap-anywhere text-muted">
            {words()}
            <Show when={props.version.by?.name}>{name => <> by {name()}</>}</Show>,{' '}
            <Instant at={props.version.createdAt} relative />
          </p>
        </div>
        <div class="flex flex-wrap gap-2">
          <Show when={differs()}>
            <Button
              look="quiet"
              aria-expanded={open()}
              aria-controls={id}
              onClick={() => setOpen(!open())}
            >
              {open() ? 'Hide the change' : 'What it changed'}
            </Button>
          </Show>
          <Show when={isOther()}>
            <Button onClick={() => setAsking(true)}>Restore</Button>
          </Show>
        </div>
      </div>
      <div id={id} class="empty:hidden">
        <Show when={open() && props.before}>
          {before => <RequestDiff before={before()} after={props.version} />}
        </Show>
      </div>
      <Show when={asking()}>
        <ConfirmDialog
          question={`Go back to version ${props.version.version}?`}
          confirm="Restore"
          cancel="Cancel"
          look="primary"
          onConfirm={() => props.onRestore(props.version)}
          onClose={() => setAsking(false)}
        >
          The job sends again what it sent then; its schedule and name stay as they are. It becomes
          version {props.job.version + 1}.
          <Show when={lost().length > 0}>
            {' '}
            Values of secret headers are not kept with versions: {lost().join(', ')} must be typed
            again.
          </Show>
        </ConfirmDialog>
      </Show>
    </li>
  )
}
