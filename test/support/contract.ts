import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { z } from 'zod'

/** What goes over the wire, held against the card system's own OpenAPI document. */
export interface Contract {
  /** What is wrong with a request; nothing when it keeps to the contract. */
  request(exchange: Exchange): string[]
  answer(exchange: Exchange, status: number, headers: Headers, body: string): string[]
  event(headers: Headers, body: string): string[]
}
export interface Exchange {
  readonly method: string
  readonly path: string
  readonly headers: Headers
  readonly body: string
}

const content = z.object({ 'application/json': z.unknown() })
const header = z.object({ required: z.boolean(), schema: z.unknown() })
const parameter = header.extend({ name: z.string(), in: z.literal('header') })
const reference = z.object({ $ref: z.string() })
const orReference = <S extends z.ZodType>(schema: S) => z.union([reference, schema])
const response = z.object({
  content: content.optional(),
  headers: z.record(z.string(), orReference(header)).optional(),
})
const operation = z.object({
  parameters: z.array(orReference(parameter)).default([]),
  requestBody: z.object({ content }),
  responses: z.record(z.string(), orReference(response)),
})
const document = z.object({
  paths: z.record(z.string(), z.record(z.string(), operation)),
  webhooks: z.record(z.string(), z.object({ post: operation })),
})

/** The parts of a JSON pointer, escaped. */
const pointer = (...parts: string[]) =>
  parts.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

export function contractOf(openApi: object): Contract {
  // Only fragments of the document are schemas: its other words mean nothing to the validator.
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  formats.default(ajv)
  ajv.addSchema(openApi, 'contract')
  const api = document.parse(openApi)

  function wrong(what: string, at: string, value: unknown): string[] {
    const validate = ajv.getSchema(`contract#${at}`)
    if (!validate) return [`${what}: there is no schema at ${at}`]
    if (validate(value)) return []
    const errors = validate.errors ?? []
    return errors.map(({ instancePath, message = '' }) => `${what}${instancePath} ${message}`)
  }

  /** A part of the document, and where it stands, whether it is written there or only named. */
  function resolve<T extends object>(part: T | z.infer<typeof reference>, at: string) {
    if (!('$ref' in part)) return { part, at }
    const path = String(part.$ref).slice(1)
    const names = path.slice(1).split('/')
    const found = names.reduce<unknown>((inner, name) => Object(inner)[name], openApi)
    return { part: Object(found) as T, at: path } // the document is valid, so a reference leads to its like
  }

  function headersWrong(
    list: readonly [string, z.infer<typeof header> | z.infer<typeof reference>, string][],
    headers: Headers,
  ): string[] {
    return list.flatMap(([name, written, place]) => {
      const { part, at } = resolve(written, place)
      const value = headers.get(name)
      if (value !== null) return wrong(name, `${at}/schema`, value)
      return part.required ? [`${name} is missing`] : []
    })
  }

  function bodyWrong(what: string, at: string, body: string): string[] {
    const value = parse(body)
    return value === undefined ? [`${what} is not JSON`] : wrong(what, at, value)
  }

  function sent(asked: z.infer<typeof operation>, at: string, headers: Headers, body: string) {
    const named = asked.parameters.map((written, index) => {
      const place = `${at}/parameters/${index}`
      return [resolve(written, place).part.name, written, place] satisfies [string, object, string]
    })
    const type = headers.get('content-type')?.split(';')[0]
    return [
      ...(type === 'application/json' ? [] : [`the content-type is ${type}`]),
      ...headersWrong(named, headers),
      ...bodyWrong('the request', `${at}/requestBody/content/application~1json/schema`, body),
    ]
  }

  return {
    request({ method, path, headers, body }) {
      const verb = method.toLowerCase()
      const asked = api.paths[path]?.[verb]
      if (!asked) return ['there is no such operation']
      return sent(asked, `/paths${pointer(path, verb)}`, headers, body)
    },
    answer({ method, path }, status, headers, body) {
      const verb = method.toLowerCase()
      const written = api.paths[path]?.[verb]?.responses[status]
      if (!written) return [`${status} is no answer to it`]
      const place = `/paths${pointer(path, verb)}/responses/${status}`
      const { part, at } = resolve(written, place)
      const named = Object.entries(part.headers ?? {}).map(
        ([name, each]) => [name, each, `${at}/headers/${name}`] satisfies [string, object, string],
      )
      const schema = `${at}/content/application~1json/schema`
      return [
        ...headersWrong(named, headers),
        ...(part.content ? bodyWrong(`the answer (${status})`, schema, body) : []),
      ]
    },
    event(headers, body) {
      const type = String(Object(parse(body)).type)
      const told = api.webhooks[type]?.post
      return told
        ? sent(told, `/webhooks${pointer(type)}/post`, headers, body)
        : [`there is no event ${type}`]
    },
  }
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

let known: { text: string; contract: Contract } | undefined

/** The contract as the card system tells it; compiled once for all tests of a run. */
export async function contractAt(cardSystemUrl: string): Promise<Contract> {
  const text = await (await fetch(`${cardSystemUrl}/openapi.json`)).text()
  if (known?.text !== text) known = { text, contract: contractOf(Object(JSON.parse(text))) }
  return known.contract
}
