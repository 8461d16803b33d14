import type { Usage } from '@prikke/contract'
import { createUniqueId } from 'solid-js'
import type { DraftPreview } from '../draft-preview.ts'
import { CopyButton } from '../parts/copy-button.tsx'
import { SchedulePreview } from '../schedule-builder/schedule-preview.tsx'
import { curlCommand } from '../words/curl-command.ts'
import { bodyOf, inputOf, type JobDraft } from '../words/job-draft.ts'

/** What the draft comes to: when it runs, and what it sends. */
export function JobPreview(props: {
  draft: JobDraft
  check: DraftPreview
  usage: Usage | undefined
}) {
  const id = createUniqueId()
  return (
    <section aria-labelledby={id} class="card flex flex-col gap-5 p-5 sm:p-6">
      <h2 id={id} class="text-base font-semibold">
        Preview
      </h2>
      <SchedulePreview check={props.check} timezone={props.draft.timezone} usage={props.usage} />
      <Request draft={props.draft} />
    </section>
  )
}

function Request(props: { draft: JobDraft }) {
  const command = () => {
    const { method, url } = props.draft
    const given = Object.entries(inputOf(props.draft).headers ?? {})
    const headers = given.map(([name, value]) => [
      name,
      typeof value === 'string' ? value : { secret: true as const },
    ])
    return curlCommand({
      method: method ?? 'GET',
      url: url.trim() || 'https://…',
      headers: Object.fromEntries(headers),
      body: bodyOf(props.draft),
    })
  }
  return (
    <details class="border-t border-line pt-4">
      <summary class="min-h-6 text-sm font-medium">The request as curl</summary>
      <pre tabindex="0" class="mt-3 overflow-x-auto rounded-lg bg-sunken p-3 font-mono text-xs">
        {command()}
      </pre>
      <div class="mt-3">
        <CopyButton text={command()} label="Copy curl" />
      </div>
    </details>
  )
}
