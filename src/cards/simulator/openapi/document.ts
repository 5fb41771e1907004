import { isChangeName, type OperationName } from '../../card-system.ts'
import { inputs, outputs } from '../../schemas.ts'
import { componentSchemas, operationNames, schemaRef } from './components.ts'
import { endpointPath, webhooks } from './events.ts'
import { refusalsOf, sharedResponses } from './refusals.ts'
import { SUMMARIES } from './summaries.ts'

/** The contract as OpenAPI 3.1, made from the schemas that the adapter and the simulator check with. */

const json = (schema: object) => ({ 'application/json': { schema } })

const keyParameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description:
    'The same key and input give the same answer, however often they are sent; another input gives 422.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
}
const retryAfter = {
  description: 'After so many seconds it is worth asking again',
  required: true,
  schema: { type: 'string', pattern: '^\\d+$' },
}

const pathOf = (name: OperationName) => ({
  post: {
    operationId: name,
    tags: [isChangeName(name) ? 'changes' : 'reads'],
    summary: SUMMARIES[name],
    parameters: isChangeName(name) ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : [],
    requestBody: { required: true, content: json(schemaRef(inputs[name])) },
    responses: {
      200: { description: 'Done', content: json(schemaRef(outputs[name])) },
      ...refusalsOf(name),
    },
  },
})

export const openApi = () => ({
  openapi: '3.1.0',
  info: {
    title: 'Annai card system',
    version: '1',
    description:
      'What Annai needs of an issuer. Everything is POST, so that no personal data stands in a URL. ' +
      'No operation takes or gives a full card number, CVV, PIN or password.',
  },
  security: [{}, { token: [] }],
  tags: [
    { name: 'reads', description: 'Change nothing, and may be sent again' },
    { name: 'changes', description: 'Are carried out once for their key' },
    { name: 'events', description: 'Tell that something has changed' },
  ],
  paths: {
    ...Object.fromEntries(operationNames.map((name) => [`/v1/${name}`, pathOf(name)])),
    '/webhook-endpoint': endpointPath(),
  },
  webhooks: webhooks(),
  components: {
    securitySchemes: {
      token: { type: 'http', scheme: 'bearer', description: 'When the card system wants one' },
    },
    parameters: { IdempotencyKey: keyParameter },
    headers: { RetryAfter: retryAfter },
    responses: sharedResponses,
    schemas: componentSchemas(),
  },
})
