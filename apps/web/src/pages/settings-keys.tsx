import { useQuery, useQueryClient } from '@tanstack/solid-query'
import { Show } from 'solid-js'
import { api } from '../api.ts'
import { loading } from '../loading.ts'
import { Loaded } from '../parts/loaded.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { Panel } from '../parts/panel.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { useSession } from '../session.tsx'
import { ApiKeys } from '../settings/api-keys.tsx'
import { RoleNeeded } from '../settings/role-needed.tsx'
import { attempt } from '../toasts.tsx'

/** The keys of programs. */
export function SettingsKeys() {
  const session = useSession()
  const client = useQueryClient()
  const keys = useQuery(() => ({
    queryKey: ['keys'],
    queryFn: api.keys,
    enabled: session.may('manage_keys'),
  }))
  /** Does what was asked, says so when it fails, and shows the list as it is then. */
  const change = async <T,>(action: Promise<T>): Promise<T | null> => {
    const result = await attempt(action)
    await client.invalidateQueries({ queryKey: ['keys'] })
    return result
  }
  return (
    <>
      <PageHead title="API keys" organization={session.organization().name} />
      <Show
        when={session.may('manage_keys')}
        fallback={<RoleNeeded what="API keys are made by its admins and owners." />}
      >
        <Panel
          title="Keys"
          lead="For programs that manage jobs of this organization."
          actions={
            <a href="/docs/api" rel="external" class="link text-sm">
              API reference
            </a>
          }
        >
          <Loaded from={loading(keys)} skeleton={<Skeleton rows={1} />}>
            {page => (
              <ApiKeys
                keys={page().data}
                onCreate={input => change(api.createKey(input))}
                onRotate={id => change(api.rotateKey(id, 24))}
                onDelete={id => change(api.deleteKey(id))}
              />
            )}
          </Loaded>
        </Panel>
      </Show>
    </>
  )
}
