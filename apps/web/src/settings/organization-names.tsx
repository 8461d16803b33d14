import type { Organization, OrganizationPatch } from '@prikke/contract'
import { createSignal } from 'solid-js'
import { SavingForm } from '../parts/saving-form.tsx'
import { TextField } from '../parts/text-field.tsx'

type Props = {
  organization: Organization
  /** @throws ApiError when it was refused. */
  onPatch: (patch: OrganizationPatch) => Promise<unknown>
}

/** What an organization is called, by people and by programs; each changed for itself. */
export function OrganizationNames(props: Props) {
  const [name, setName] = createSignal(props.organization.name)
  const [slug, setSlug] = createSignal(props.organization.slug)
  return (
    <div class="flex flex-col gap-8">
      <SavingForm button="Save name" done="Saved." onSave={() => props.onPatch({ name: name() })}>
        {errors => (
          <TextField
            label="Name"
            autocomplete="off"
            value={name()}
            error={errors().name}
            onInput={setName}
          />
        )}
      </SavingForm>
      <SavingForm button="Save slug" done="Saved." onSave={() => props.onPatch({ slug: slug() })}>
        {errors => (
          <TextField
            label="Slug"
            autocomplete="off"
            spellcheck={false}
            value={slug()}
            help="Names it in the header Prikke-Organization. API keys need none."
            error={errors().slug}
            onInput={setSlug}
          />
        )}
      </SavingForm>
    </div>
  )
}
