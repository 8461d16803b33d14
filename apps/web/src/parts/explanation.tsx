import CircleAlert from 'lucide-solid/icons/circle-alert'
import { Show } from 'solid-js'
import { explainOutcome } from '../words/explain-outcome.ts'

/** Why something did not succeed, in one plain sentence; nothing when all is well. */
export function Explanation(props: {
  failure: { errorCode: string | null; errorMessage: string | null; statusCode: number | null }
}) {
  return (
    <Show when={explainOutcome(props.failure)}>
      {words => (
        <div class="flex gap-3 rounded-xl bg-warn-soft p-4 text-sm">
          <CircleAlert class="mt-0.5 size-4 shrink-0 text-warn" />
          <div class="flex min-w-0 flex-col gap-1">
            <p class="font-medium">{words()}</p>
            <p class="text-muted wrap-anywhere">
              <code>{props.failure.errorCode}</code> {props.failure.errorMessage}
            </p>
          </div>
        </div>
      )}
    </Show>
  )
}
