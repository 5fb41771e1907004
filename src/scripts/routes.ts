import type { Request } from 'express'
import type { Db } from '../db.ts'
import { type GuardedRouter, guardedRouter } from '../operators/guarded-router.ts'
import { notFound } from '../web/errors.ts'
import type { Pages } from '../web/pages.ts'
import { wordings } from '../web/wordings.ts'
import { findVersion, type Library, listVersions, type ScriptVersion } from './library.ts'
import { scriptLine, scriptPage } from './script-view.ts'
import { createStudies } from './studies.ts'

export interface ScriptDeps {
  readonly db: Db
  readonly library: Library
  readonly timeZone: string
  readonly pages: Pages
}

/** The call scripts for reading: the versions, every step in words, what was proved, and the graph. */
export function scriptRoutes({ db, library, timeZone, pages }: ScriptDeps): GuardedRouter {
  const router = guardedRouter()
  const wordingOf = wordings(pages, timeZone)
  const studies = createStudies()

  const demand = async (req: Request): Promise<ScriptVersion> => {
    const version = await findVersion(db, library, String(req.params.id))
    if (!version) throw notFound()
    return version
  }

  router.get('/scripts', 'read_scripts', async (_req, res) => {
    const wording = wordingOf(res)
    const versions = await listVersions(db, library)
    const view = { scripts: versions.map((version) => scriptLine(version, wording)) }
    const title = wording.t.script.listTitle
    pages.render(res, 'scripts/index', { page: 'scripts', title, current: 'scripts', view })
  })

  router.get('/scripts/:id', 'read_scripts', async (req, res) => {
    const wording = wordingOf(res)
    const version = await demand(req)
    const view = scriptPage(version, await studies.proof(version), wording)
    const title = wording.t.script.title(view.script.title)
    pages.render(res, 'scripts/script', { page: 'script', title, current: 'scripts', view })
  })

  router.get('/scripts/:id/graph.svg', 'read_scripts', async (req, res) => {
    const version = await demand(req)
    const { lang } = req.query
    const language = lang === 'ja' || lang === 'en' ? lang : wordingOf(res).lang
    const svg = await studies.graph(version, language)
    res.set('Cache-Control', 'private, max-age=3600').type('svg').send(svg)
  })

  return router
}
