import { z } from 'zod'
import { CHANGES, ERROR_CODES, type OperationName } from '../card-system.ts'
import { errorBody, inputs, outputs, webhookEndpoint } from '../schemas.ts'
import { eventSchemas } from '../webhook.ts'

/** The contract as OpenAPI 3.1, made from the schemas that the adapter and the simulator check with. */

const names = Object.keys(inputs) as OperationName[] // the keys of `inputs` are the operations: schemas.ts proves it

const jsonSchema = (schema: z.ZodType): object => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema)
  return rest
}
const json = (schema: object) => ({ 'application/json': { schema } })

const keyHeader = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description:
    'The same key and input give the same answer, however often they are sent; another input gives 422.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
}

const isChange = (name: string): boolean => CHANGES.some((change) => change === name)

function pathOf(name: OperationName) {
  return {
    post: {
      operationId: name,
      tags: [isChange(name) ? 'changes' : 'reads'],
      parameters: isChange(name) ? [keyHeader] : [],
      requestBody: { required: true, content: json(jsonSchema(inputs[name])) },
      responses: {
        200: { description: 'Done', content: json(jsonSchema(outputs[name])) },
        503: {
          description: 'Not done: unavailable',
          headers: {
            'Retry-After': { description: 'In so many seconds', schema: { type: 'integer' } },
          },
          content: json({ $ref: '#/components/schemas/Error' }),
        },
        default: {
          description: `Not done: ${ERROR_CODES.join(', ')}`,
          content: json({ $ref: '#/components/schemas/Error' }),
        },
      },
    },
  }
}

const signed = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => ({
  name,
  in: 'header',
  required: true,
  schema: { type: 'string' },
}))

/** Signed as Standard Webhooks say; sent again until a 2xx or a final 4xx comes. */
const webhookOf = ({ type, schema }: (typeof eventSchemas)[number]) => [
  type,
  {
    post: {
      operationId: type,
      tags: ['events'],
      parameters: signed,
      requestBody: { required: true, content: json(jsonSchema(schema)) },
      responses: { '2XX': { description: 'Taken' }, '4XX': { description: 'Not wanted' } },
    },
  },
]

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
  paths: {
    ...Object.fromEntries(names.map((name) => [`/v1/${name}`, pathOf(name)])),
    '/webhook-endpoint': {
      put: {
        operationId: 'setWebhookEndpoint',
        tags: ['events'],
        requestBody: { required: true, content: json(jsonSchema(webhookEndpoint)) },
        responses: { 204: { description: 'Events are sent there from now on' } },
      },
    },
  },
  webhooks: Object.fromEntries(eventSchemas.map(webhookOf)),
  components: {
    securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    schemas: { Error: jsonSchema(errorBody) },
  },
})
