import type { Attempt } from '@prikke/contract'
import { A } from '@solidjs/router'
import CircleAlert from 'lucide-solid/icons/circle-alert'
import { type JSX, Show } from 'solid-js'
import { explainOutcome } from '../words/explain-outcome.ts'
import { fixFor } from '../words/fix-for.ts'
import { buttonClass } from './button.tsx'

type Props = {
  failure: Pick<Attempt, 'errorCode' | 'errorMessage' | 'statusCode' | 'responseHeaders'> & {
    request: { url: string } | null
  }
  /** The job whose setting mends it, where it is still there. */
  jobId?: string | null
  isTest?: boolean
  /** What mends it, instead of the way to the setting. */
  children?: JSX.Element
}

/** Why something did not succeed, in one plain sentence, and what mends it; nothing when all is well. */
export function Explanation(props: Props) {
  const fix = () => fixFor(props.failure)
  const link = () => (props.children === undefined && props.jobId ? fix() : null)
  return (
    <Show when={explainOutcome(props.failure, props.isTest)}>
      {words => (
        <div class="flex gap-3 rounded-xl bg-warn-soft p-4 text-sm">
          <CircleAlert class="mt-0.5 size-4 shrink-0 text-warn" />
          <div class="flex min-w-0 flex-1 flex-wrap items-start gap-3">
            <div class="flex min-w-0 flex-[1_1_14rem] flex-col gap-1">
              <p class="font-medium">{words()}</p>
              <Show when={fix()?.url}>
                {url => (
                  <p>
                    It points to <span class="break-all">{url()}</span>
                  </p>
                )}
              </Show>
              <p class="text-muted wrap-anywhere">
                <code>{props.failure.errorCode}</code> {props.failure.errorMessage}
              </p>
            </div>
            {props.children}
            <Show when={link()}>
              {setting => (
                <A href={`/jobs/${props.jobId}/edit#${setting().field}`} class={buttonClass()}>
                  {setting().url === undefined ? setting().label : 'Change the URL'}
                </A>
              )}
            </Show>
          </div>
        </div>
      )}
    </Show>
  )
}
