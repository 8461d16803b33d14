import type { ProblemBody } from '@prikke/contract'
import CircleAlert from 'lucide-solid/icons/circle-alert'
import { For, Show } from 'solid-js'
import { Button } from '../parts/button.tsx'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import type { Fix } from '../words/fix-for.ts'
import { sentence } from '../words/sentence.ts'

const names: Readonly<Record<string, string>> = {
  url: 'The URL',
  method: 'The method',
  headers: 'The header',
  body: 'The body',
  timeoutMs: 'The timeout',
}

/** Why nothing was sent: what is wrong with the request, each with the way to its field. */
export function RefusedTest(props: { problem: ProblemBody; onFix: (fix: Fix) => void }) {
  const errors = () => props.problem.errors ?? []
  return (
    <Show when={errors().length > 0} fallback={<ProblemNotice problem={props.problem} />}>
      <div role="alert" class="card flex gap-3 bg-bad-soft p-4 text-sm">
        <CircleAlert class="mt-0.5 size-4 shrink-0 text-bad" />
        <div class="flex min-w-0 flex-1 flex-col gap-3">
          <p class="font-medium">Nothing was sent: the request is not right yet.</p>
          <For each={errors()}>
            {({ path, message }) => {
              const [field = '', ...name] = path.split('.')
              const subject = field === 'headers' ? `Header ${name.join('.')}` : names[field]
              return (
                <div class="flex flex-wrap items-center justify-between gap-2">
                  <p class="wrap-anywhere">{sentence(message, subject ?? field)}</p>
                  <Button onClick={() => props.onFix({ field, label: 'Show it' })}>Show it</Button>
                </div>
              )
            }}
          </For>
        </div>
      </div>
    </Show>
  )
}
