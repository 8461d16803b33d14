import type { Action, Me, Organization, User } from '@prikke/contract'
import { Navigate, useLocation } from '@solidjs/router'
import { type QueryClient, useQuery, useQueryClient } from '@tanstack/solid-query'
import { createContext, type JSX, lazy, Match, Switch, useContext } from 'solid-js'
import { api } from './api.ts'
import { problemOf } from './api-error.ts'
import { dropDrafts } from './drop-drafts.ts'
import { chooseOrganization, chosenOrganization } from './organization.ts'
import { ProblemNotice } from './parts/problem-notice.tsx'

type Session = {
  user: () => User
  organization: () => Organization
  organizations: () => Organization[]
  /** Whether one's role allows this in the organization one looks at. */
  may: (action: Action) => boolean
  /** Looks at another organization, from a fresh page: nothing of the one before stays. */
  enter: (slug: string, path?: string) => void
  /** Asks anew who one is, after something of it has changed; in the organization of this slug. */
  refresh: (slug?: string) => Promise<void>
  signOut: () => Promise<void>
}

/** Who is signed in, for pages that show something to everybody else as well. */
export const meQuery = { queryKey: ['me'], queryFn: readMe, staleTime: 60_000 }
const InNone = lazy(async () => ({ default: (await import('./in-none.tsx')).InNone }))
const SessionContext = createContext<Session>()

/** Finds out who is signed in now, after signing in. */
export async function refreshSession(client: QueryClient): Promise<void> {
  await client.fetchQuery({ ...meQuery, staleTime: 0 })
}

/** Who is signed in, and which organization they look at. */
export function useSession(): Session {
  const session = useContext(SessionContext)
  if (session === undefined) throw new Error('There is no session outside SignedIn.')
  return session
}

/** Shows its children to who is signed in, and the way to sign in to everybody else. */
export function SignedIn(props: { children: JSX.Element }) {
  const me = useQuery(() => meQuery)
  return (
    <Switch>
      <Match when={me.isPending}>
        <div class="min-h-dvh" aria-busy="true" />
      </Match>
      <Match when={me.isError}>
        <div class="mx-auto max-w-xl p-6">
          <ProblemNotice problem={problemOf(me.error)} onRetry={() => void me.refetch()} />
        </div>
      </Match>
      <Match when={me.data?.organizations.length ? me.data : undefined}>
        {found => <Provided me={found()}>{props.children}</Provided>}
      </Match>
      <Match when={me.data}>
        <InNone onMake={({ slug }) => enter(slug)} />
      </Match>
      <Match when={true}>
        <ToSignIn />
      </Match>
    </Switch>
  )
}

function Provided(props: { me: Me; children: JSX.Element }) {
  const client = useQueryClient()
  const organization = () => {
    const [first] = props.me.organizations
    const chosen = props.me.organizations.find(({ slug }) => slug === chosenOrganization())
    return (chosen ?? first) as Organization
  }
  const session: Session = {
    user: () => props.me.user,
    organizations: () => props.me.organizations,
    organization,
    may: action => organization().may.includes(action),
    enter,
    refresh: async slug => {
      if (slug !== undefined) chooseOrganization(slug)
      await refreshSession(client)
    },
    signOut: async () => {
      await api.logout()
      client.setQueryData(['me'], null)
      client.removeQueries({ predicate: query => query.queryKey[0] !== 'me' })
      dropDrafts()
      chooseOrganization(null)
    },
  }
  return <SessionContext.Provider value={session}>{props.children}</SessionContext.Provider>
}

function enter(slug: string, path = '/'): void {
  chooseOrganization(slug)
  location.assign(path)
}

function ToSignIn() {
  const location = useLocation()
  const asked = `${location.pathname}${location.search}${location.hash}`
  return (
    <Navigate
      href={['/', '/jobs'].includes(asked) ? '/login' : `/login?next=${encodeURIComponent(asked)}`}
    />
  )
}

/** Null for who is not signed in: that is an answer, not a failure. */
async function readMe(): Promise<Me | null> {
  try {
    const me = await api.me()
    // Every request names the organization, so a remembered one that is gone must not be sent.
    if (!me.organizations.some(({ slug }) => slug === chosenOrganization())) {
      chooseOrganization(me.organizations[0]?.slug ?? null)
    }
    return me
  } catch (error) {
    if (problemOf(error).status === 401) return null
    throw error
  }
}
