import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express'
import type { Logger } from 'pino'
import type { Operator } from '../operators/operator.ts'
import { isPassword } from './forms.ts'
import type { Pages } from './pages.ts'

/** An answer other than success that a person is to read: a status, and the catalogue's sentence for it. */
export class HttpError extends Error {
  readonly status: number
  readonly sentence: ErrorSentence
  constructor(status: number, sentence: ErrorSentence) {
    super(sentence)
    this.status = status
    this.sentence = sentence
  }
}
export type ErrorSentence =
  | 'notFound'
  | 'forbidden'
  | 'notYourCall'
  | 'noColleague'
  | 'signedOut'
  | 'badRequest'
  | 'tooLarge'
  | 'conflict'
  | 'noReason'
  | 'crossSite'
  | 'secret'
  | 'failed'
  | 'unavailable'
  | 'nothingTicked'
  | 'tooManyTicked'
  | 'tooMany'
  | 'tooManyLooked'
  | 'erased'

export const notFound = () => new HttpError(404, 'notFound')
export const forbidden = () => new HttpError(403, 'forbidden')
export const badRequest = () => new HttpError(400, 'badRequest')

export const noSuchPage: RequestHandler = (_req, _res, next) => next(notFound())

/** What was typed and not taken, so that the page can give it back. */
export interface Typed {
  readonly name: string
  readonly text: string
}

/** `whoAsks`: whose page it is, where a form was refused before that was asked; null for nobody. */
export function errorHandler(
  pages: Pages,
  log: Logger,
  whoAsks: (req: Request) => Promise<Operator | null>,
): ErrorRequestHandler {
  return async (error: unknown, req, res, next) => {
    if (res.headersSent) return next(error)
    const { status, sentence } = reading(error)
    res.locals.refusal = sentence
    const operator = res.locals.operator ?? (await whoAsks(req).catch(() => null))
    if (operator) res.locals.operator = operator
    if (status >= 500)
      log.error({ err: error, route: routeOf(req.route), method: req.method }, 'request failed')
    showError(pages, res, status, sentence, typedOf(req.body))
  }
}

export function showError(
  pages: Pages,
  res: Response,
  status: number,
  sentence: ErrorSentence,
  typed: readonly Typed[] = [],
): void {
  if (res.req.is('json')) {
    res.status(status).json({ error: pages.words(res).errors[sentence] })
    return
  }
  pages.render(
    res,
    'errors/error',
    { page: 'error', title: pages.words(res).errors.title, status, sentence, typed },
    status,
  )
}

function reading(error: unknown): { status: number; sentence: ErrorSentence } {
  if (error instanceof HttpError) return error
  const status = statusOf(error)
  if (status === 413) return { status, sentence: 'tooLarge' }
  return status >= 400 && status < 500
    ? { status, sentence: 'badRequest' }
    : { status: 500, sentence: 'failed' }
}
function statusOf(error: unknown): number {
  if (typeof error !== 'object' || error === null || !('status' in error)) return 500
  return typeof error.status === 'number' ? error.status : 500
}
/** The pattern of the route that a request took, without what stood in the address. */
export const routeOf = (route: unknown): string =>
  typeof route === 'object' && route !== null && 'path' in route ? String(route.path) : 'none'

/** Longer free text that came with the form; short codes and ids need not be given back. */
export function typedOf(body: unknown): Typed[] {
  if (typeof body !== 'object' || body === null) return []
  return Object.entries(body).flatMap(([name, text]) =>
    typeof text === 'string' && text.length > 0 && !isHidden(name) ? [{ name, text }] : [],
  )
}
const isHidden = (name: string) => HIDDEN.has(name) || isPassword(name)
const HIDDEN = new Set([
  'submission',
  'step',
  'visit',
  'matter',
  'entries',
  'outcome',
  'version',
  'back',
  'case',
  'list',
  'kind',
])
