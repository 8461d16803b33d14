import type { ProblemBody } from '@prikke/contract'
import { createEffect, createSignal, type JSX, on, onMount, Show } from 'solid-js'
import type { DraftPreview } from '../draft-preview.ts'
import type { FormFacts } from '../form-facts.ts'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { ScheduleBuilder } from '../schedule-builder/schedule-builder.tsx'
import type { JobDraft } from '../words/job-draft.ts'
import { AlertSection } from './alert-section.tsx'
import { DeliverySection } from './delivery-section.tsx'
import { ErrorSummary } from './error-summary.tsx'
import { createFormErrors } from './form-errors.ts'
import { goToField } from './go-to-field.ts'
import { JobPreview } from './job-preview.tsx'
import { RequestSection } from './request-section.tsx'
import { Section } from './section.tsx'

type Props = {
  draft: JobDraft
  check: DraftPreview
  facts: FormFacts
  problem: ProblemBody | null
  /** What stands above the form: where the draft came from, who else saved. */
  notice?: JSX.Element
  /** Ways to fill the request, beside its title. */
  fill?: JSX.Element
  /** What tries the request out as it stands. */
  trial?: JSX.Element
  /** The buttons; the first one of type submit is what Enter means. */
  actions: JSX.Element
  onChange: (change: Partial<JobDraft>) => void
  onPaste?: ((text: string) => boolean) | undefined
  /** Called once nothing is plainly wrong. */
  onSubmit: (button: string | undefined) => void
}

/** Everything that makes a job, what was wrong under each field, and beside it what it comes to. */
export function JobForm(props: Props) {
  let summary!: HTMLDivElement
  const errors = createFormErrors(props.draft, () => props.problem, props.check.fault)
  const [isTold, setIsTold] = createSignal(false)
  const tell = () => {
    setIsTold(true)
    // What is empty takes no focus, and a refusal may only now be on its way into it.
    queueMicrotask(() => summary.focus())
  }
  // Whoever comes from a failure comes to the setting that mends it.
  onMount(() => {
    if (location.hash !== '') goToField(location.hash.slice(1))
  })
  const change = (changed: Partial<JobDraft>) => {
    errors.change(changed)
    props.onChange(changed)
  }
  createEffect(
    on(
      () => props.problem,
      problem => problem !== null && tell(),
    ),
  )
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const button = event.submitter instanceof HTMLButtonElement ? event.submitter : null
    if (errors.check()) props.onSubmit(button?.value || undefined)
    else tell()
  }
  const leave = ({ target }: FocusEvent) => {
    const field = target instanceof Element && target.closest<HTMLElement>('[data-path]')
    if (field) errors.leave(field.dataset.path ?? '')
  }
  const unplaced = () => {
    const { problem } = props
    const isPlaced = problem?.errors?.length || problem?.code === 'key_taken'
    return isPlaced ? null : problem
  }
  return (
    <form novalidate class="min-w-0" onSubmit={submit} onFocusOut={leave}>
      <div
        ref={summary}
        tabindex="-1"
        class="mb-6 flex min-w-0 flex-col gap-4 rounded-xl empty:hidden"
      >
        {props.notice}
        <Show when={unplaced()}>{problem => <ProblemNotice problem={problem()} />}</Show>
        <Show when={isTold() && Object.keys(errors.shown()).length > 0}>
          <ErrorSummary errors={errors.shown()} onGo={goToField} />
        </Show>
      </div>
      <div class="grid min-w-0 grid-cols-1 items-start gap-x-6 lg:grid-cols-[minmax(0,1fr)_23rem]">
        <RequestSection
          draft={props.draft}
          errors={errors.shown()}
          beside={props.fill}
          onChange={change}
          onPaste={props.onPaste}
        />
        <Section title="Schedule">
          <ScheduleBuilder
            draft={props.draft}
            errors={errors.shown()}
            check={props.check}
            onChange={change}
          />
        </Section>
        <aside class="mb-6 min-w-0 lg:sticky lg:top-20 lg:col-start-2 lg:row-span-6 lg:row-start-1">
          <JobPreview draft={props.draft} check={props.check} usage={props.facts.usage()} />
        </aside>
        <DeliverySection draft={props.draft} errors={errors.shown()} onChange={change} />
        <AlertSection
          draft={props.draft}
          errors={errors.shown()}
          knownTags={props.facts.tags()}
          told={props.facts.told()}
          onChange={change}
        />
        <div class="mb-6 min-w-0 empty:hidden lg:col-start-1">{props.trial}</div>
        <div class="flex flex-wrap gap-2 lg:col-start-1">{props.actions}</div>
      </div>
    </form>
  )
}
