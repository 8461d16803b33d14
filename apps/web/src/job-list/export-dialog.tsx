import type { Job } from '@prikke/contract'
import { createSignal, Show } from 'solid-js'
import { Button } from '../parts/button.tsx'
import { CopyButton } from '../parts/copy-button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { Tabs } from '../parts/tabs.tsx'
import { crontabOf, syncFileOf } from '../words/job-export.ts'

const formats = [
  { key: 'sync', label: 'JSON for a sync' },
  { key: 'crontab', label: 'crontab and curl' },
] as const
type Format = (typeof formats)[number]['key']

const about: Record<Format, string> = {
  sync: 'As PUT /api/sync takes it. Values of secret headers are not in it: here they are kept, elsewhere they must be filled in.',
  crontab: 'A line of curl for each job. Values of secret headers must be filled in.',
}

/** Shows jobs as a file that can be kept, brought in elsewhere, or run by cron. */
export function ExportDialog(props: {
  title: string
  /** Undefined while they are fetched. */
  jobs: readonly Job[] | undefined
  onClose: () => void
}) {
  const [format, setFormat] = createSignal<Format>('sync')
  const text = (jobs: readonly Job[]) =>
    format() === 'sync' ? syncFileOf(jobs, Date.now()) : crontabOf(jobs, Date.now())
  const save = (jobs: readonly Job[]) => {
    const url = URL.createObjectURL(new Blob([text(jobs)], { type: 'text/plain' }))
    const link = document.createElement('a')
    link.href = url
    link.download = format() === 'sync' ? 'prikke-jobs.json' : 'prikke-jobs.crontab'
    link.click()
    URL.revokeObjectURL(url)
  }
  return (
    <Dialog title={props.title} width="wide" onClose={props.onClose}>
      {shut => (
        <Show when={props.jobs} fallback={<Skeleton rows={3} />}>
          {jobs => (
            <>
              <Tabs label="Format" tabs={formats} chosen={format()} onChoose={setFormat}>
                {key => (
                  <div class="flex flex-col gap-3">
                    <p class="text-sm text-muted">{about[key]}</p>
                    <pre
                      // What scrolls must be reachable by keyboard.
                      tabindex="0"
                      class="max-h-80 overflow-auto rounded-lg bg-sunken p-4 font-mono text-xs"
                    >
                      {text(jobs())}
                    </pre>
                  </div>
                )}
              </Tabs>
              <div class="flex flex-wrap justify-end gap-2">
                <Button onClick={shut}>Close</Button>
                <CopyButton text={text(jobs())} />
                <Button look="primary" onClick={() => save(jobs())}>
                  Download
                </Button>
              </div>
            </>
          )}
        </Show>
      )}
    </Dialog>
  )
}
