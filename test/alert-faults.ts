import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

/** In what an alert to a webhook departs from what the description of the API says of one. */
export function alertFaults(description: object, alert: object): string[] {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats.default(ajv)
  ajv.addSchema(description, 'api')
  if (ajv.validate({ $ref: 'api#/components/schemas/AlertMessage' }, alert)) return []
  return (ajv.errors ?? []).map(error => `${error.instancePath} ${error.message}`)
}
