import { validate as isUuid } from 'uuid'
import { operatorOf } from '../operators/guard.ts'
import { type GuardedRouter, guardedRouter } from '../operators/guarded-router.ts'
import { HttpError, notFound } from '../web/errors.ts'
import { LONGEST_TEXT, readForm } from '../web/forms.ts'
import type { CallDeps } from './context.ts'
import { findAlert, noteAlert } from './verification-alerts.ts'

/** A supervisor has looked at what was told of a desk where many tries failed, and says what it was. */
export function verificationAlertRoutes({ db, clock }: CallDeps): GuardedRouter {
  const router = guardedRouter()

  router.post('/verification-alerts/:id/noting', 'approve', async (req, res) => {
    const id = String(req.params.id)
    const alert = isUuid(id) ? await findAlert(db, id) : null
    if (alert === null) throw notFound()
    const note = readForm(req).text('note').trim()
    if (note === '') throw new HttpError(422, 'noReason')
    if (note.length > LONGEST_TEXT) throw new HttpError(422, 'tooLarge')
    const by = { operatorId: operatorOf(res).id, at: clock.now() }
    // Whoever is asked about is not the one to answer.
    if (alert.operatorId === by.operatorId) throw new HttpError(403, 'forbidden')
    await noteAlert(db, id, note, by)
    res.redirect(303, '/')
  })
  return router
}
