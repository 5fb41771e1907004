import { webhookEndpoint } from '../../schemas.ts'
import { eventSchemas } from '../../webhook.ts'
import { eventName, schemaRef } from './components.ts'
import { refusal } from './refusals.ts'

/** The events that the card system sends by itself, and where they are sent (Standard Webhooks). */

const json = (schema: object) => ({ 'application/json': { schema } })
const header = (name: string, description: string, schema: object) => ({
  name,
  in: 'header',
  required: true,
  description,
  schema,
})

const headers = [
  header('webhook-id', 'The same for every delivery of an event', {
    type: 'string',
    pattern: '^[\\w-]{1,64}$',
  }),
  header('webhook-timestamp', 'When it was sent, in seconds since 1970', {
    type: 'string',
    pattern: '^\\d{1,12}$',
  }),
  header(
    'webhook-signature',
    'v1, and the HMAC-SHA256 of "{id}.{timestamp}.{body}" with the secret of the endpoint, in Base64',
    { type: 'string', pattern: '^v1,[A-Za-z0-9+/]+=*( v1,[A-Za-z0-9+/]+=*)*$' },
  ),
]

const TELLS: Readonly<Record<string, string>> = {
  'operation.completed': 'A change under a key has come to its end, done or refused',
  'card.updated': 'A card was made, activated, stopped or replaced',
  'lock.updated': 'A lock was set or released',
  'hold.updated': 'A network hold was raised, answered, refused or lifted',
  'reissue.updated': 'A reissue was ordered or has gone on',
  'shipment.updated': 'A parcel was made or has moved',
  'token.updated': 'A wallet token was suspended or has followed to a new card',
}

const eventOf = ({ type, schema }: (typeof eventSchemas)[number]) => ({
  post: {
    operationId: `on${eventName(type)}`,
    tags: ['events'],
    summary: TELLS[type] ?? type,
    description:
      'A hint: read the present state. Events may come late, repeated and in any order; each change is told.',
    security: [],
    parameters: headers,
    requestBody: { required: true, content: json(schemaRef(schema)) },
    responses: {
      '2XX': { description: 'Taken' },
      410: { description: 'No events are wanted here any more: none is sent until a new endpoint' },
      429: { description: 'Not taken: sent again later' },
      '4XX': { description: 'Not taken, and not sent again' },
      '5XX': { description: 'Not taken: sent again later' },
    },
  },
})

export const webhooks = () =>
  Object.fromEntries(eventSchemas.map((event) => [event.type, eventOf(event)]))

export const endpointPath = () => ({
  put: {
    operationId: 'setWebhookEndpoint',
    tags: ['events'],
    summary: 'Where events are sent from now on; until it is set, none are',
    requestBody: { required: true, content: json(schemaRef(webhookEndpoint)) },
    responses: {
      204: { description: 'Set' },
      400: refusal(400, ['invalid_request']),
      403: refusal(403, ['forbidden']),
      413: { $ref: '#/components/responses/NotRead' },
      415: { $ref: '#/components/responses/NotRead' },
    },
  },
})
