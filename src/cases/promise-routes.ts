import type { Request } from 'express'
import { operatorOf } from '../operators/guard.ts'
import { type GuardedRouter, guardedRouter } from '../operators/guarded-router.ts'
import { forbidden, notFound } from '../web/errors.ts'
import type { CaseFile } from './case-file.ts'
import { takeCommitmentEnd, takenOnce } from './case-forms.ts'
import type { CaseDesk, CaseWorkDeps } from './case-work-routes.ts'
import { findCommitment } from './commitments.ts'
import { showGuarded } from './guarded-page.ts'
import { takeMove, usualWords } from './promise-forms.ts'

interface PromiseDesk extends Omit<CaseDesk, 'form'> {
  /** The case, or the one that goes on in its place. */
  wholeOf(caseId: string): Promise<CaseFile>
}

/** What becomes of a promise by hand, and how one is usually worded. */
export function promiseRoutes(
  deps: CaseWorkDeps,
  { demand, guardOf, sentWith, answer, wholeOf }: PromiseDesk,
): GuardedRouter {
  const router = guardedRouter()
  const { db, pages } = deps

  const promiseForm = (name: string, take: typeof takeCommitmentEnd) =>
    router.post(`/commitments/:id/${name}`, 'change_cases', async (req, res) => {
      const commitment = await findCommitment(db, String(req.params.id))
      if (!commitment) throw notFound()
      const guarded = await guardOf(res, await wholeOf(commitment.caseId))
      if (guarded) return showGuarded(pages, res, guarded, 403)
      const taken = await takenOnce(async () =>
        take(deps, (await findCommitment(db, commitment.id)) ?? commitment, sentWith(req, res)),
      )
      await answer(res, await wholeOf(commitment.caseId), taken, `${name}-${commitment.id}`)
    })
  promiseForm('end', takeCommitmentEnd)
  promiseForm('move', takeMove)

  router.get('/cases/:id/promise-words', 'change_cases', async (req, res) => {
    const caseFile = await demand(req)
    if (await guardOf(res, await wholeOf(caseFile.id))) throw forbidden()
    const asked = { text: (name: string) => textOf(req.query[name]), number: numberIn(req) }
    const told = await usualWords(deps, caseFile, asked, operatorOf(res), pages.words(res))
    res.json(told)
  })
  return router
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
const numberIn =
  ({ query }: Request) =>
  (name: string) =>
    /^\d{1,4}$/.test(textOf(query[name])) ? Number(query[name]) : null
