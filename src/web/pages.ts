import { readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import ejs from 'ejs'
import type { Request, Response } from 'express'
import { type Catalogue, catalogue } from '../i18n/index.ts'
import type { Language } from '../scripts/script.ts'
import type { Assets } from './assets.ts'
import { formats } from './format.ts'

type Locals = Readonly<Record<string, unknown>>
type Template = (locals: Locals) => string

/** Views rendered into their layout, in the language of whoever looks. */
export interface Pages {
  render(
    res: Response,
    view: string,
    locals: Locals & { page: string; title: string },
    status?: number,
  ): void
  words(res: Response): Catalogue
  languageOf(res: Response): Language
}

export interface PagesOptions {
  readonly folder: string
  readonly assets: Assets
  readonly timeZone: string
}

/** Views by name, each compiled once; `include` names a view beside the one that includes it, or `folder/name`. */
function createViews(folder: string): (view: string, locals: Locals) => string {
  const texts = new Map<string, string>()
  const templates = new Map<string, Template>()
  const textOf = (view: string): string => {
    // A block of its own, so that a view may name a constant like one of its locals; and our `include` for EJS's.
    const text =
      texts.get(view) ??
      `<% { const include = locals.include %>${readFileSync(join(folder, `${view}.ejs`), 'utf8')}<% } %>`
    texts.set(view, text)
    return text
  }
  // The names of the locals become variables: looking them up in a `with` block costs as much as drawing the page.
  const template = (view: string, names: readonly string[]): Template => {
    const key = `${view} ${names.join()}`
    const compiled =
      templates.get(key) ??
      ejs.compile(textOf(view), {
        filename: join(folder, `${view}.ejs`),
        compileDebug: false,
        _with: false,
        destructuredLocals: [...names],
      })
    templates.set(key, compiled)
    return compiled
  }
  const draw = (view: string, given: Locals): string => {
    // EJS's own include looks for the file on the disk each time.
    const include = (name: string, data: Locals = {}) =>
      draw(posix.join(posix.dirname(view), name), { ...given, ...data })
    const { include: _outer, ...names } = given
    return template(view, Object.keys(names))({ ...names, include })
  }
  return draw
}

/** The path of the page that is seen: one drawn in answer to a form belongs to the path above the form's. */
function pathOf({ method, originalUrl }: Request): string {
  const [path = '/'] = originalUrl.split('?')
  return method === 'POST' ? path.replace(/\/[^/]*$/, '') || '/' : path
}

export function createPages(options: PagesOptions): Pages {
  const draw = createViews(options.folder)
  const fmt = { ja: formats('ja', options.timeZone), en: formats('en', options.timeZone) }

  const languageOf = (res: Response): Language =>
    res.locals.operator?.language ?? (res.req.acceptsLanguages('ja', 'en') === 'en' ? 'en' : 'ja')
  const words = (res: Response) => catalogue(languageOf(res))

  return {
    languageOf,
    words,
    render(res, view, locals, status = 200) {
      const lang = languageOf(res)
      const all = {
        t: catalogue(lang),
        lang,
        fmt: fmt[lang],
        asset: options.assets.url,
        operator: res.locals.operator ?? null,
        path: pathOf(res.req),
        flash: res.locals.flash ?? null,
        searchText: '',
        current: '',
        layout: 'layout/page',
        mainData: {},
        ...locals,
      }
      const body = draw(view, all)
      res
        .status(status)
        .type('html')
        .send(draw(all.layout, { ...all, body }))
    },
  }
}
