import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import ejs from 'ejs'
import express, {
  type ErrorRequestHandler,
  type Express,
  type Request,
  type RequestHandler,
  type Response,
  type Router,
} from 'express'
import helmet from 'helmet'
import { catchUp } from '../progress.ts'
import { Refused, refusalAnswer } from '../refused.ts'
import { languageOf, wordsOf } from '../words/index.ts'
import type { World } from '../world.ts'
import { playAct } from './acts.ts'
import { stagePage, type Wish } from './page.ts'
import { pullLever } from './settings.ts'

/** The views lie beside src, and beside dist when built. */
function viewsFrom(folder: string): string {
  const views = path.join(folder, 'views')
  if (existsSync(path.join(views, 'stage'))) return views
  if (path.dirname(folder) === folder) throw new Error('the views of the stage are missing')
  return viewsFrom(path.dirname(folder))
}
const VIEWS = viewsFrom(path.dirname(fileURLToPath(import.meta.url)))

const headers = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      styleSrc: ["'self'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
  strictTransportSecurity: false,
  // Without a referrer, browsers send `Origin: null` with forms.
  referrerPolicy: { policy: 'same-origin' },
})

/** Other sites, and other ports of this machine, may not press the buttons. */
const sameOrigin: RequestHandler = (request, _response, next) => {
  const origin = request.get('origin')
  const site = request.get('sec-fetch-site') ?? 'same-origin'
  const foreign = origin !== undefined && origin !== `http://${request.get('host')}`
  const allowed = request.method === 'GET' || (!foreign && site === 'same-origin')
  next(allowed ? undefined : new Refused('forbidden'))
}

const field = (request: Request, name: string): string => {
  const form: unknown = request.method === 'GET' ? request.query : request.body
  const value: unknown = Object(form)[name]
  return typeof value === 'string' ? value : ''
}

function wishOf(world: World, request: Request): Wish {
  const first = world.store.all('customer')[0]?.customerRef ?? ''
  return {
    customerRef: field(request, 'customer') || first,
    language: languageOf(field(request, 'lang')),
    shown: Number(field(request, 'shown')) || 0,
  }
}

/** Back to the page by GET, so that a reload plays nothing twice. */
function backTo(response: Response, request: Request, customer: string, shown?: number): void {
  const query = new URLSearchParams({ customer, lang: languageOf(field(request, 'lang')) })
  if (shown !== undefined) query.set('shown', String(shown))
  response.redirect(303, `/stage?${query}`)
}

const onError: ErrorRequestHandler = (error: unknown, request, response, next) => {
  const tooLarge = error instanceof Error && 'status' in error && error.status !== 500
  const code = error instanceof Refused ? error.code : tooLarge ? 'invalid_request' : null
  if (!code) return next(error)
  const language = languageOf(field(request, 'lang'))
  response.status(refusalAnswer(code).status)
  response.render('stage/refused', { code, language, words: wordsOf(language) })
}

function pages(world: World): Router {
  const router = express.Router()
  router.use(headers, sameOrigin, express.urlencoded({ extended: false, limit: '20kb' }))
  router.get('/', (request, response) => {
    catchUp(world)
    response.render('stage/stage', stagePage(world, wishOf(world, request)))
  })
  router.post('/customers/:customer/:act', (request, response) => {
    catchUp(world)
    const { customer, act } = request.params
    const shown = playAct(world, customer, act, request.body)
    backTo(response, request, customer, shown)
  })
  router.post('/:lever', (request, response) => {
    const shown = pullLever(world, request.params.lever, request.body)
    backTo(response, request, field(request, 'customer'), shown)
  })
  router.use(onError)
  return router
}

/** The page on which anyone plays the customer and the world. */
export function mountStage(app: Express, world: World): void {
  app.engine('ejs', (file, data, done) => void ejs.renderFile(file, data, { cache: true }, done))
  app.set('view engine', 'ejs')
  app.set('views', VIEWS)
  app.use('/assets', express.static(path.join(VIEWS, 'assets'), { maxAge: 0, index: false }))
  app.use('/stage', pages(world))
}
