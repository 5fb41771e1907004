import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { z } from 'zod'

/**
 * Stands between Annai and the card system and holds what goes over the wire against the contract that the card system
 * itself tells: each request of the adapter, and each answer that no fault has spoilt.
 */
export interface ContractGuard {
  readonly url: string
  /** Ends it; throws with everything that broke the contract. */
  close(): Promise<void>
}

const media = z.object({
  'application/json': z.object({ schema: z.record(z.string(), z.unknown()) }),
})
const document = z.object({
  paths: z.record(
    z.string(),
    z.object({
      post: z
        .object({
          parameters: z.array(z.object({ name: z.string() })),
          requestBody: z.object({ content: media }),
          responses: z.record(z.string(), z.object({ content: media.optional() })),
        })
        .optional(),
    }),
  ),
  components: z.object({ schemas: z.record(z.string(), z.record(z.string(), z.unknown())) }),
})

interface Operation {
  readonly input: ValidateFunction
  readonly output: ValidateFunction
  readonly needsKey: boolean
}
interface Contract {
  readonly operations: ReadonlyMap<string, Operation>
  readonly error: ValidateFunction
}

/** The document is made from schemas in the source, so that it is the same all the run. */
let known: Promise<Contract> | undefined
const contractOf = (url: string): Promise<Contract> => {
  known ??= compile(url)
  return known
}

async function compile(url: string): Promise<Contract> {
  const api = document.parse(await (await fetch(`${url}/openapi.json`)).json())
  const ajv = new Ajv2020({ strict: false, allErrors: false })
  addFormats.default(ajv)
  const operations = Object.entries(api.paths).flatMap(([path, { post }]): [string, Operation][] =>
    post
      ? [
          [
            path,
            {
              input: ajv.compile(post.requestBody.content['application/json'].schema),
              output: ajv.compile(
                post.responses['200']?.content?.['application/json'].schema ?? {},
              ),
              needsKey: post.parameters.some(({ name }) => name === 'Idempotency-Key'),
            },
          ],
        ]
      : [],
  )
  return { operations: new Map(operations), error: ajv.compile(api.components.schemas.Error ?? {}) }
}

export async function guardContract(cardSystemUrl: string): Promise<ContractGuard> {
  const contract = await contractOf(cardSystemUrl)
  const broken: string[] = []
  const server = createServer((request, response) => {
    void readAll(request).then((body) =>
      forward(cardSystemUrl, request, response, body, (path, answer) =>
        broken.push(...violations(contract, path, request, body, answer)),
      ),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // it listens on a port
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      if (broken.length > 0) throw new Error(`the contract was broken:\n${broken.join('\n')}`)
    },
  }
}

const readAll = async (stream: IncomingMessage): Promise<string> => {
  let text = ''
  for await (const piece of stream) text += String(piece)
  return text
}

interface Heard {
  readonly status: number
  readonly isSpoilt: boolean
  readonly body: string
}

/** What breaks off on one side breaks off on the other. */
function forward(
  base: string,
  request: IncomingMessage,
  response: ServerResponse,
  body: string,
  heard: (path: string, answer: Heard) => void,
): void {
  const path = request.url ?? '/'
  const { method = 'POST' } = request
  const upstream = send(new URL(path, base), { method, headers: request.headers, agent: false })
  const breakOff = () => response.destroy()
  upstream.once('error', breakOff)
  response.once('close', () => {
    if (!response.writableEnded) upstream.destroy()
  })
  upstream.once('response', (answer) => {
    const isSpoilt = answer.headers['x-simulated-fault'] !== undefined
    const status = answer.statusCode ?? 0
    readAll(answer).then((text) => {
      heard(path, { status, isSpoilt, body: text })
      response.writeHead(status, { 'content-type': answer.headers['content-type'] }).end(text)
    }, breakOff)
  })
  upstream.end(body)
}

function violations(
  { operations, error }: Contract,
  path: string,
  { headers }: IncomingMessage,
  body: string,
  answer: Heard,
): string[] {
  const operation = operations.get(path)
  if (!operation) return path.startsWith('/v1/') ? [`${path} is not in the contract`] : []
  const wrong = (what: string, { errors }: ValidateFunction) =>
    `${path} ${what}: ${JSON.stringify(errors?.[0])}`
  const { input, output, needsKey } = operation
  return [
    ...(input(JSON.parse(body)) ? [] : [wrong('request', input)]),
    ...(needsKey && !headers['idempotency-key'] ? [`${path}: no key`] : []),
    ...(answer.isSpoilt ? [] : answerViolations(answer, output, error, wrong)),
  ]
}

function answerViolations(
  { status, body }: Heard,
  output: ValidateFunction,
  error: ValidateFunction,
  wrong: (what: string, validate: ValidateFunction) => string,
): string[] {
  const validate = status === 200 ? output : error
  return validate(JSON.parse(body)) ? [] : [wrong(`answer ${status}`, validate)]
}
