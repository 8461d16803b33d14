import { For } from 'solid-js'
import { sentence } from '../words/sentence.ts'

const labels: Readonly<Record<string, string>> = {
  name: 'Name',
  url: 'URL',
  method: 'Method',
  headers: 'Header',
  body: 'Body',
  cronExpression: 'Cron expression',
  scheduledAt: 'Date and time',
  timezone: 'Time zone',
  timeoutMs: 'Timeout',
  retryAttempts: 'Retries',
  tags: 'Tags',
  key: 'Key',
}

/** Everything that keeps a form from being saved, each with the way to its field. */
export function ErrorSummary(props: {
  errors: Record<string, string>
  onGo: (path: string) => void
}) {
  const all = () => Object.entries(props.errors)
  return (
    <div class="card flex flex-col gap-2 bg-bad-soft p-4 text-sm">
      <p class="font-medium">
        {all().length === 1 ? 'One thing needs mending' : `${all().length} things need mending`}
      </p>
      <ul class="flex flex-col items-start gap-1">
        <For each={all()}>
          {([path, message]) => (
            <li>
              <button
                type="button"
                class="link min-h-6 text-left wrap-anywhere"
                onClick={() => props.onGo(path)}
              >
                {sentence(message, subjectOf(path))}
              </button>
            </li>
          )}
        </For>
      </ul>
    </div>
  )
}

function subjectOf(path: string): string {
  const [root = '', ...rest] = path.split('.')
  return root === 'headers' && rest.length > 0
    ? `The header ${rest.join('.')}`
    : (labels[root] ?? root)
}
