import { z } from 'zod'
import { CHANGES, ERROR_CODES, type OperationName } from '../card-system.ts'
import { errorBody, inputs, outputs } from '../schemas.ts'

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
        default: {
          description: `Not done: ${ERROR_CODES.join(', ')}`,
          content: json({ $ref: '#/components/schemas/Error' }),
        },
      },
    },
  }
}

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
  paths: Object.fromEntries(names.map((name) => [`/v1/${name}`, pathOf(name)])),
  components: {
    securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    schemas: { Error: jsonSchema(errorBody) },
  },
})
