import type { Organization } from '@prikke/contract'
import { For } from 'solid-js'

const make = ' new'

/** The organization one looks at, the others one could, and the way to a new one. */
export function OrganizationPicker(props: {
  organizations: readonly Organization[]
  /** A slug. */
  chosen: string
  onChoose: (slug: string) => void
  onMake: () => void
}) {
  const choose = (select: HTMLSelectElement) => {
    const { value } = select
    // What is shown stays true until the page is another.
    select.value = props.chosen
    if (value === make) props.onMake()
    else props.onChoose(value)
  }
  return (
    <select
      aria-label="Organization"
      class="input truncate px-2! py-0! text-sm font-medium md:min-h-10"
      onChange={event => choose(event.currentTarget)}
    >
      <For each={props.organizations}>
        {organization => (
          <option value={organization.slug} selected={organization.slug === props.chosen}>
            {organization.name}
            {organization.deletedAt === null ? '' : ' (deleted)'}
          </option>
        )}
      </For>
      <option value={make}>New organization…</option>
    </select>
  )
}
