import { useNavigate } from '@solidjs/router'
import { useQuery } from '@tanstack/solid-query'
import SearchX from 'lucide-solid/icons/search-x'
import { type JSX, Show } from 'solid-js'
import { api } from './api.ts'
import { Button } from './parts/button.tsx'
import { SearchBox } from './parts/search-box.tsx'
import { useSession } from './session.tsx'

/**
 * Stands where something should be that the organization does not have, and leads to it where it is
 * in another one of the same person.
 */
export function Missing(props: {
  /** What it would be, such as `job`. */
  what: string
  /** Where the API would have it, such as `jobs/0197…`. */
  path: string
  /** Why else it may be gone. */
  children?: JSX.Element
}) {
  const session = useSession()
  const navigate = useNavigate()
  const here = () => session.organization()
  const elsewhere = useQuery(() => ({
    queryKey: ['elsewhere', props.path],
    queryFn: () => findElsewhere(props.path),
  }))
  const findElsewhere = async (path: string) => {
    const others = session.organizations().filter(({ slug }) => slug !== here().slug)
    const found = await Promise.all(others.map(({ slug }) => api.isIn(slug, path)))
    return others.find((_, index) => found[index]) ?? null
  }
  return (
    <div class="card flex flex-col items-start gap-4 p-6 sm:p-8">
      <SearchX class="size-6 text-muted" />
      <div class="flex flex-col gap-1">
        <p class="text-lg font-medium wrap-anywhere">
          No such {props.what} in {here().name}
        </p>
        <p class="max-w-prose text-sm text-muted">
          {props.children ?? 'The address is wrong, or what was here was deleted.'}
        </p>
      </div>
      <Show when={elsewhere.isSuccess && elsewhere.data}>
        {found => (
          <div class="flex flex-wrap items-center gap-3 rounded-lg bg-calm-soft p-3 text-sm">
            <p>It is in {found().name}, where you are as well.</p>
            <Button onClick={() => session.enter(found().slug, window.location.pathname)}>
              Go to {found().name}
            </Button>
          </div>
        )}
      </Show>
      <SearchBox
        label="Search jobs"
        value=""
        onSearch={q => q !== '' && navigate(`/jobs?q=${encodeURIComponent(q)}`)}
      />
    </div>
  )
}
