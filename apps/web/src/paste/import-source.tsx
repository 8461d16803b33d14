import FileUp from 'lucide-solid/icons/file-up'
import { createUniqueId } from 'solid-js'
import { Button, buttonClass } from '../parts/button.tsx'
import { Panel } from '../parts/panel.tsx'
import { ZonePicker } from '../schedule-builder/zone-picker.tsx'

type Props = {
  text: string
  timezone: string
  busy: boolean
  onText: (text: string) => void
  onZone: (zone: string) => void
  onRead: () => void
}

const placeholder = `# Nightly report
30 2 * * * curl -fsS https://api.example.com/reports
*/15 * * * * wget -qO- https://shop.example.com/cron`

/** Where a crontab comes in: pasted, or as a file. */
export function ImportSource(props: Props) {
  const id = createUniqueId()
  const open = async (input: HTMLInputElement) => {
    const [file] = input.files ?? []
    if (file !== undefined) props.onText(await file.text())
    input.value = ''
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    props.onRead()
  }
  return (
    <Panel
      title="What to import"
      lead="Paste what crontab -l prints, a file of /etc/cron.d, or commands of curl. Nothing is made yet, and the text is not stored."
    >
      <form class="flex flex-col gap-5" onSubmit={submit}>
        <div class="flex flex-col gap-1.5">
          <label for={id} class="text-sm font-medium">
            Crontab
          </label>
          <textarea
            id={id}
            rows="10"
            class="input font-mono text-sm"
            spellcheck={false}
            autocomplete="off"
            wrap="off"
            placeholder={placeholder}
            value={props.text}
            onInput={event => props.onText(event.currentTarget.value)}
          />
        </div>
        <div class="max-w-md">
          <ZonePicker value={props.timezone} onChange={props.onZone} />
          <p class="mt-1.5 text-sm text-muted">
            Of the machine that it comes from. Where the text has a CRON_TZ, that counts.
          </p>
        </div>
        <div class="flex flex-wrap gap-2">
          <Button
            type="submit"
            look="primary"
            busy={props.busy}
            busyLabel="Reading…"
            disabled={props.text.trim() === ''}
          >
            Read it
          </Button>
          <label class={`${buttonClass()} relative focus-within:outline-2`}>
            <FileUp class="size-4" /> Open a file
            <input
              type="file"
              class="absolute inset-0 opacity-0"
              onChange={event => void open(event.currentTarget)}
            />
          </label>
        </div>
      </form>
    </Panel>
  )
}
