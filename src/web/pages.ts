import { readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import ejs from 'ejs'
import escapeHtml from 'escape-html'
import type { Request, Response } from 'express'
import { type Catalogue, catalogue } from '../i18n/index.ts'
import { may, type Permission } from '../operators/permissions.ts'
import { placesOf } from '../operators/places.ts'
import type { Language } from '../scripts/script.ts'
import type { Assets } from './assets.ts'
import { type Fmt, formats } from './format.ts'

type Locals = Readonly<Record<string, unknown>>
type Template = (locals: Locals) => string

declare global {
  namespace Express {
    interface Locals {
      /** Of somebody who is known, but is not in. */
      language?: Language
    }
  }
}

/** Views rendered into their layout, in the language of whoever looks. */
export interface Pages {
  render(
    res: Response,
    view: string,
    locals: Locals & { page: string; title: string },
    status?: number,
  ): void
  /** A page whose body may be long: the view, then the parts, each drawn and sent before the next one is made. */
  stream(
    res: Response,
    view: string,
    locals: Locals & { page: string; title: string },
    parts: AsyncIterable<{ readonly view: string; readonly locals: Locals }>,
  ): Promise<void>
  words(res: Response): Catalogue
  languageOf(res: Response): Language
}

/** Said on top of every page of whoever is signed in. */
export interface Banner {
  readonly title: string
  readonly words: string
  readonly links: readonly { readonly url: string; readonly words: string }[]
}

export interface PagesOptions {
  readonly folder: string
  readonly assets: Assets
  readonly timeZone: string
  readonly banner: (t: Catalogue, fmt: Fmt) => Banner | null
}

/** EJS's own escaping costs three times as much. */
const escapeWords = (value: unknown): string =>
  value === undefined || value === null ? '' : escapeHtml(String(value))

const INCLUDE = /\binclude\('([^']+)'/g

/** Views by name, each compiled once; `include` names a view beside the one that includes it, or `../folder/name`. */
function createViews(folder: string): (view: string, locals: Locals) => string {
  const templates = new Map<string, Template>()

  const template = (view: string, names: string): Template => {
    const key = `${view} ${names}`
    const known = templates.get(key)
    if (known) return known
    const compiled = compile(join(folder, `${view}.ejs`), posix.dirname(view), names.split(','))
    templates.set(key, compiled)
    return compiled
  }
  const draw = (view: string, given: Locals): string => {
    const names = Object.keys(given).join()
    // EJS's own include looks for the file on the disk each time, and copies all locals.
    const include = (name: string, more?: Locals): string =>
      more ? draw(name, { ...given, ...more }) : template(name, names)(locals)
    const locals = { ...given, include }
    return template(view, names)(locals)
  }
  return draw
}

/** The names of the locals become variables: looking them up in a `with` block costs as much as drawing the page. */
function compile(filename: string, folder: string, names: string[]): Template {
  const options = {
    filename,
    escape: escapeWords,
    compileDebug: false,
    _with: false,
    destructuredLocals: names,
    unsafePrototypeLocals: true, // they are our own objects, and copying them for each part of a page is dear
  }
  const text = readFileSync(filename, 'utf8').replace(
    INCLUDE,
    (_, name: string) => `include('${posix.join(folder, name)}'`,
  )
  // A block of its own, so that a view may name a constant like one of its locals; and our `include` for EJS's.
  return ejs.compile(`<% { const include = locals.include %>${text}<% } %>`, options)
}

const dataOf = ({ mainData }: Locals): object =>
  typeof mainData === 'object' && mainData !== null ? mainData : {}

/** The path of the page that is seen: one drawn in answer to a form belongs to the path above the form's. */
function pathOf({ method, originalUrl }: Request): string {
  const [path = '/'] = originalUrl.split('?')
  return method === 'POST' ? path.replace(/\/[^/]*$/, '') || '/' : path
}

export function createPages(options: PagesOptions): Pages {
  const draw = createViews(options.folder)
  const fmt = { ja: formats('ja', options.timeZone), en: formats('en', options.timeZone) }

  const languageOf = (res: Response): Language =>
    res.locals.language ??
    res.locals.operator?.language ??
    (res.req.acceptsLanguages('ja', 'en') === 'en' ? 'en' : 'ja')
  const words = (res: Response) => catalogue(languageOf(res))

  const allOf = (res: Response, locals: Locals & { page: string; title: string }) => {
    const lang = languageOf(res)
    const { operator } = res.locals
    return {
      t: catalogue(lang),
      lang,
      fmt: fmt[lang],
      asset: options.assets.url,
      operator: operator ?? null,
      places: operator ? placesOf(operator.role) : [],
      may: (permission: Permission) => operator !== undefined && may(operator.role, permission),
      session: res.locals.session ?? null,
      banner: options.banner(catalogue(lang), fmt[lang]),
      path: res.locals.refusal === 'secret' ? '/' : pathOf(res.req),
      flash: res.locals.flash ?? null,
      searchText: '',
      current: '',
      layout: 'layout/page',
      ...locals,
      mainData: { ...dataOf(locals), ...res.locals.live },
    }
  }

  return {
    languageOf,
    words,
    render(res, view, locals, status = 200) {
      const all = allOf(res, locals)
      const body = draw(view, all)
      res.statusCode = status
      res.setHeader('Content-Type', 'text/html; charset=utf-8')
      res.end(draw(all.layout, { ...all, body }))
    },
    async stream(res, view, locals, parts) {
      const all = allOf(res, locals)
      const [head = '', tail = ''] = draw(all.layout, { ...all, body: BODY }).split(BODY)
      async function* pieces() {
        yield head + draw(view, all)
        for await (const part of parts) yield draw(part.view, { ...all, ...part.locals })
        yield tail
      }
      res.setHeader('Content-Type', 'text/html; charset=utf-8')
      await pipeline(Readable.from(pieces()), res)
    },
  }
}

/** Where the body of a streamed page stands in its layout. */
const BODY = '\u0000body\u0000'
