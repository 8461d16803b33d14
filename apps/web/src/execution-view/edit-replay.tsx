import type { ReplayEdit } from '@prikke/contract'
import { createSignal, Show } from 'solid-js'
import { HeaderFields } from '../job-form/header-fields.tsx'
import { Button } from '../parts/button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { TextField } from '../parts/text-field.tsx'
import { createSubmission } from '../submission.ts'
import { editOf, leaksSecrets, type RequestDraft } from '../words/edited-request.ts'

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'].map(
  method => [method, method] as const,
) as (readonly [RequestDraft['method'], string])[]

type Props = {
  /** What was sent, to begin with. */
  draft: RequestDraft
  /** The address that the job calls, for which its secrets are. */
  home: string
  onClose: () => void
  /** @throws ApiError when it was refused. */
  onReplay: (edit: ReplayEdit) => Promise<unknown>
}

/** Changes what one replay sends; the job stays as it is. */
export function EditReplay(props: Props) {
  const [draft, setDraft] = createSignal(props.draft)
  const change = (changed: Partial<RequestDraft>) => setDraft({ ...draft(), ...changed })
  const submission = createSubmission()
  const send = () => submission.run(() => props.onReplay(editOf(draft())))
  return (
    <Dialog title="Edit and replay" width="wide" onClose={props.onClose}>
      {shut => (
        <Form problem={submission.problem()} onSubmit={send}>
          <p class="-mt-2 max-w-prose text-sm text-muted">
            This one run sends what stands here, at each of its attempts. The job stays as it is.
          </p>
          <div class="flex min-w-0 flex-col gap-5">
            <div class="grid gap-4 sm:grid-cols-[9rem_minmax(0,1fr)]">
              <SelectField
                label="Method"
                value={draft().method}
                options={methods}
                error={submission.errors().method}
                onChange={method => change({ method })}
              />
              <TextField
                label="URL"
                value={draft().url}
                spellcheck={false}
                autocomplete="off"
                error={submission.errors().url}
                onInput={url => change({ url })}
              />
            </div>
            <HeaderFields
              headers={draft().headers}
              errors={submission.errors()}
              onChange={headers => change({ headers })}
            />
            <Show when={leaksSecrets(draft(), props.home)}>
              <p role="status" class="rounded-lg bg-warn-soft p-3 text-sm text-warn">
                This is another host than the job calls. The secrets that are kept go there too:
                replace or remove them unless they belong there.
              </p>
            </Show>
            <Field label="Body" error={submission.errors().body}>
              {control => (
                <textarea
                  class="input min-h-40 resize-y font-mono text-sm"
                  spellcheck={false}
                  {...control}
                  value={draft().body}
                  onInput={event => change({ body: event.currentTarget.value })}
                />
              )}
            </Field>
          </div>
          <div class="flex flex-wrap justify-end gap-2">
            <Button onClick={shut}>Close</Button>
            <Button look="primary" type="submit" busy={submission.busy()} busyLabel="Replaying…">
              Replay
            </Button>
          </div>
        </Form>
      )}
    </Dialog>
  )
}
