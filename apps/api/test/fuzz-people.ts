import { members, organizations } from '@prikke/schema'
import { spareName } from './as-meant.ts'
import type { Call, openApi } from './open-api.ts'
import { makeMember, makeSomebody } from './people.ts'

type Api = Awaited<ReturnType<typeof openApi>>
type Source = { ids: () => Promise<string[]>; add: () => Promise<void> }

/** Whether the segment of a path is the token of an invite, which opens to who holds it. */
export const isByToken = (method: string, path: string) =>
  /^\/api\/invites\/\{invite\}\/(accept|decline)$/.test(path) ||
  (path === '/api/invites/{invite}' && /^(GET|HEAD)$/.test(method))

/**
 * Who may come and go on one side of the stage, so that the callers themselves stay: organizations
 * of a founder, members and invites of the side's own organization.
 */
export async function setFuzzPeople(
  api: Api,
  { organizationId, call }: { organizationId: string; call: Call },
) {
  const { db, sql } = api.pool
  const [founder, second] = [await makeSomebody(api), await makeSomebody(api)]
  const spare: string[] = []
  const idsIn = (rows: readonly { id: string }[]) => rows.map(({ id }) => id)

  /** Invites somebody; the token that they were mailed. */
  const invite = async (email = `${crypto.randomUUID()}@example.com`): Promise<string> => {
    await call('POST', '/api/invites', { body: { email, role: 'member' } })
    return (await api.mailsTo(email))[0]?.token ?? ''
  }

  const sources: Record<'organizations' | 'members' | 'invites', Source> = {
    organizations: {
      ids: async () =>
        idsIn(
          await sql<{ id: string }[]>`
            select o.id from organizations o join members m on m.organization_id = o.id
            where m.user_id = ${founder.id} and o.name = ${spareName} and o.deleted_at is null
            order by random() limit 50`,
        ),
      add: async () => {
        const slug = `spare-${crypto.randomUUID()}`
        const [made] = await db
          .insert(organizations)
          .values({ slug, name: spareName, signingSecret: 'whsec_c2VjcmV0' })
          .returning()
        const role = 'owner' as const
        const owners = [founder, second].map(({ id }) => ({ userId: id, role }))
        await db
          .insert(members)
          .values(owners.map(owner => ({ ...owner, organizationId: made?.id ?? '' })))
      },
    },
    members: {
      ids: async () =>
        idsIn(
          await sql<{ id: string }[]>`
            select user_id as id from members
            where organization_id = ${organizationId} and user_id = any(${spare}::uuid[])
            order by random() limit 50`,
        ),
      add: async () => {
        spare.push((await makeMember(api, organizationId, 'member')).id)
      },
    },
    invites: {
      ids: async () =>
        idsIn(
          await sql<{ id: string }[]>`
            select id from invites where organization_id = ${organizationId}
              and num_nonnulls(accepted_at, declined_at, revoked_at) = 0
            order by random() limit 50`,
        ),
      add: async () => {
        await invite()
      },
    },
  }
  return { founder, invite, sources }
}
