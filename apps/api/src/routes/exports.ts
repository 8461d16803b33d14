import { createRoute, z } from '@hono/zod-openapi'
import { accountExport, idSchema, organizationExport } from '@prikke/contract'
import type { Context } from 'hono'
import { aboutAccount } from '../auth/sign-in.ts'
import { accountFields } from '../exports/account-fields.ts'
import { jsonFile } from '../exports/json-file.ts'
import { organizationFields } from '../exports/organization-fields.ts'
import { access, createRoutes, json, personWho, problems } from '../route.ts'
import type { Services } from '../services.ts'

const ofOrganization = createRoute({
  tags: ['Organizations'],
  security: personWho('export_organization'),
  operationId: 'exportOrganization',
  method: 'get',
  path: '/api/organizations/{id}/export',
  summary: 'Export everything that the organization owns, as one JSON file; without secrets',
  description:
    'Written as it is read: what is there all the while is in it once. Its last field is `complete`; without it the file was cut off.',
  request: { params: z.object({ id: idSchema }) },
  responses: {
    200: json(organizationExport, 'The file, sent as it is read'),
    ...problems('rate_limited'),
  },
})
const ofAccount = createRoute({
  tags: ['Accounts'],
  security: access.user,
  operationId: 'exportMe',
  method: 'get',
  path: '/api/me/export',
  summary: 'Export everything that is kept of you, as one JSON file; without secrets',
  responses: {
    200: json(accountExport, 'The file, sent as it is read'),
    ...problems('rate_limited'),
  },
})

export function exportRoutes({ pool, change, limits, sessions, log }: Services) {
  const routes = createRoutes()

  /** What fails on the way ends the connection: the file then lacks its end. */
  const send = (c: Context, name: string, fields: [string, unknown][]) => {
    const file = jsonFile(fields)
    const encoder = new TextEncoder()
    const pull = async (controller: ReadableStreamDefaultController) => {
      const { done, value } = await file.next().catch(error => {
        log.error({ err: error }, 'export cut off')
        throw error
      })
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    }
    const cancel = async () => {
      await file.return()
    }
    const stream = new ReadableStream({ pull, cancel }, { highWaterMark: 0 })
    const headers = {
      'content-type': 'application/json',
      'content-disposition': `attachment; filename="${name}.json"`,
    }
    return new Response(c.req.method === 'HEAD' ? null : stream, { headers }) as never
  }

  routes.openapi(ofOrganization, async c => {
    const { id, name, slug } = c.var.organization
    await limits.take(['export_of_organization', id])
    const exportedAt = await change(c, async ({ record }) => {
      record({ action: 'organization.exported', subject: { type: 'organization', id, name } })
      return new Date()
    })
    return send(c, `prikke-${slug}`, organizationFields(pool, c.var.organization, exportedAt))
  })

  routes.openapi(ofAccount, async c => {
    const { signedIn } = c.var
    await limits.take(['export_of_account', signedIn.user.id])
    const exportedAt = await change(c, async ({ record }) => {
      record({ action: 'account.exported', ...aboutAccount(signedIn.user) })
      return new Date()
    })
    return send(c, 'prikke-account', await accountFields(pool, sessions, signedIn, exportedAt))
  })

  return routes
}
