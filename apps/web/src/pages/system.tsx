import { useQuery, useQueryClient } from '@tanstack/solid-query'
import { Show } from 'solid-js'
import { api } from '../api.ts'
import { problemOf } from '../api-error.ts'
import { loading } from '../loading.ts'
import { CopyButton } from '../parts/copy-button.tsx'
import { Instant } from '../parts/instant.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { Panel } from '../parts/panel.tsx'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { useSession } from '../session.tsx'
import { CheckList } from '../system/check-list.tsx'
import { DatabaseView } from '../system/database-view.tsx'
import { Figures } from '../system/figures.tsx'
import { LevelBadge } from '../system/level-badge.tsx'
import { NodeList } from '../system/node-list.tsx'
import { SelfTests } from '../system/self-tests.tsx'
import { SettingsView } from '../system/settings-view.tsx'
import { supportBundle } from '../words/support-bundle.ts'

const everyMs = 5_000
/** What changes slowly, and costs more to find out. */
const seldomMs = 30_000

/** How the instance does, for who runs it. Looks again every five seconds while it is looked at. */
export function System() {
  const session = useSession()
  const client = useQueryClient()
  const isOperator = () => session.user().isOperator
  const system = useQuery(() => ({
    queryKey: ['system', 'now'],
    queryFn: api.system,
    refetchInterval: everyMs,
    enabled: isOperator(),
  }))
  const database = useQuery(() => ({
    queryKey: ['system', 'database'],
    queryFn: api.systemDatabase,
    refetchInterval: seldomMs,
    enabled: isOperator(),
  }))
  const settings = useQuery(() => ({
    queryKey: ['system', 'settings'],
    queryFn: api.systemSettings,
    refetchInterval: seldomMs,
    enabled: isOperator(),
  }))
  const known = () => (system.isPending ? undefined : system.data)
  const bundle = () => {
    const found = known()
    if (found === undefined) return ''
    const [inDatabase, inForce] = [loading(database).data, loading(settings).data]
    return supportBundle({ system: found, database: inDatabase, settings: inForce })
  }
  const look = async () => {
    await client.invalidateQueries({ queryKey: ['system', 'now'] })
  }

  return (
    <Show when={isOperator()} fallback={<ForOperators />}>
      <PageHead
        title="System"
        beside={<Show when={known()}>{found => <LevelBadge {...overall[found().level]} />}</Show>}
      >
        <Show when={known()}>
          <CopyButton text={bundle()} label="Copy support bundle" />
        </Show>
      </PageHead>
      <Show when={known() && system.isError}>
        <ProblemNotice problem={problemOf(system.error)} onRetry={() => void system.refetch()} />
      </Show>
      <Panel
        title="Now"
        lead={
          <Show when={known()} fallback="Looking…">
            {found => (
              <>
                Looked at <Instant at={found().at} relative />, and again every 5 s.
              </>
            )}
          </Show>
        }
      >
        <Loaded from={loading(system)} skeleton={<Skeleton rows={4} class="h-69 sm:h-28.5" />}>
          {found => (
            <>
              <Figures system={found()} />
              <CheckList checks={found().checks} />
            </>
          )}
        </Loaded>
      </Panel>
      <Panel title="Processes" lead="Each tells of itself every ten seconds.">
        <Loaded from={loading(system)} skeleton={<Skeleton rows={4} class="h-93 sm:h-39" />}>
          {found => <NodeList nodes={found().nodes} />}
        </Loaded>
      </Panel>
      <Panel title="Self-tests" lead="Whether what Prikke sends gets out.">
        <SelfTests
          email={session.user().email}
          onOutbound={api.testOutbound}
          onMail={async () => {
            const result = await api.testMail()
            await look()
            return result
          }}
        />
      </Panel>
      <Panel title="Database">
        <Loaded from={loading(database)} skeleton={<Skeleton rows={4} class="h-124 sm:h-64" />}>
          {found => <DatabaseView database={found()} />}
        </Loaded>
      </Panel>
      <Panel
        title="Configuration"
        lead="What the processes were started with. Of secrets only whether they are set."
      >
        <Loaded from={loading(settings)} skeleton={<Skeleton rows={6} />}>
          {found => <SettingsView settings={found()} />}
        </Loaded>
      </Panel>
    </Show>
  )
}

const overall = {
  ok: { level: 'ok', word: 'All is well' },
  warn: { level: 'warn', word: 'Worth a look' },
  bad: { level: 'bad', word: 'Something is broken' },
} as const

function ForOperators() {
  return (
    <>
      <PageHead title="System" />
      <div class="card px-6 py-16 text-center">
        <p class="text-muted">
          This page is for who runs this Prikke: the operator, who made its first account.
        </p>
      </div>
    </>
  )
}
