import type { Request, RequestHandler, Response } from 'express'
import { addressOf, markOf, type Origin, withOrigin } from '../audit/origin.ts'
import type { Answered } from '../audit/requests.ts'
import { isRefresh } from './live.ts'

interface Recording {
  tokenOf(req: Request): string | undefined
  /** Whose session this is, where a request was refused before that was asked. */
  operatorOf(token: string): Promise<{ readonly id: string } | null>
  /** Told of each request once it has been answered. */
  answered(answer: Answered): Promise<void>
  onError(error: unknown): void
}

/** Everything that is recorded while a request is served tells where it came from; what was not recorded is so then. */
export function rememberOrigin({ tokenOf, operatorOf, answered, onError }: Recording) {
  const open = new Set<Promise<void>>()
  const handler: RequestHandler = (req, res, next) => {
    const token = tokenOf(req)
    const session = token === undefined ? null : markOf(token)
    const origin: Origin = { address: addressOf(req.ip), session, recorded: 0, refused: false }
    onceEnded(res, () => {
      if (isPart(res)) return
      const answer = answerOf(req, res, origin)
      const work = withOrigin(origin, async () => {
        const isKnown = answer.operatorId !== null || answer.refusal === null || token === undefined
        const operator = isKnown ? null : await operatorOf(token)
        await answered(operator ? { ...answer, operatorId: operator.id } : answer)
      })
        .catch(onError)
        .finally(() => open.delete(work))
      open.add(work)
    })
    withOrigin(origin, next)
  }
  return { handler, idle: async () => void (await Promise.all(open)) }
}

function answerOf(req: Request, res: Response, { recorded, refused }: Origin): Answered {
  const route: unknown = req.route?.path
  return {
    method: req.method,
    route: typeof route === 'string' ? req.baseUrl + route : null,
    path: req.originalUrl.split('?')[0] ?? '/',
    query: req.originalUrl.split('?')[1] ?? '',
    status: res.statusCode,
    refusal: refused ? null : refusalOf(res),
    operatorId: res.locals.operator?.id ?? null,
    recorded,
    byItself: isRefresh(req) || req.is('json') === 'json' || req.get('sec-fetch-dest') === 'empty',
  }
}

/** Why an answer was no: what the error says, or what its status does. */
function refusalOf({ statusCode, locals }: Response): string | null {
  const sentence: unknown = locals.refusal
  if (sentence === 'secret') return sentence
  if (statusCode === 403) return typeof sentence === 'string' ? sentence : 'guarded'
  if (statusCode === 404) return 'notFound'
  return statusCode === 429 ? 'tooMany' : null
}

/** When the answer has been given by the program: whoever asked may have hung up by then, and is on the record as well. */
function onceEnded(res: Response, told: () => void): void {
  const end = res.end.bind(res) as (...given: unknown[]) => Response // it takes them in several ways
  res.end = ((...given: unknown[]) => {
    res.end = end
    told()
    return end(...given)
  }) as Response['end'] // it is called as it was
}

/** Styles, pictures and the streams of marks belong to a page that is on the record; what they are, the answer says. */
const isPart = (res: Response): boolean =>
  res.statusCode < 400 &&
  /^(image\/|text\/css|text\/event-stream)/.test(String(res.getHeader('content-type')))
