import { Router } from 'express'
import { nameOf } from '../cases/case-lines.ts'
import { type Reminder, remindersOf } from '../cases/commitments-owed.ts'
import { handoversFor } from '../cases/handovers.ts'
import { operatorOf, requires, sessionOf } from '../operators/guard.ts'
import type { Operator } from '../operators/operator.ts'
import { operatorNames } from '../operators/operators.ts'
import { may } from '../operators/permissions.ts'
import type { Cookies } from '../web/cookies.ts'
import type { Live } from '../web/live.ts'
import type { Pages } from '../web/pages.ts'
import { wordings } from '../web/wordings.ts'
import type { CallDeps } from './context.ts'
import { SOON_MS } from './desk-promises.ts'
import { mayTellStatus } from './level-in-call.ts'
import { owedTopic } from './watching.ts'

/** What an open page reminds of, and the stream that says that there is something: no customer, and no word that was told. */
export function reminderRoutes(
  deps: CallDeps & { readonly pages: Pages; readonly cookies: Cookies; readonly live: Live },
): Router {
  const router = Router()
  const { db, clock, cookies } = deps
  const wordingOf = wordings(deps.pages, deps.timeZone)
  router.use('/reminders', requires('change_cases'))

  router.get('/reminders', async (_req, res) => {
    const operator = operatorOf(res)
    const { t, fmt } = wordingOf(res)
    const span = { now: clock.now(), before: SOON_MS }
    const [isTold, reminders, handovers] = await Promise.all([
      mayTellStatus(deps, operator.id),
      remindersOf(db, operator.id, isSupervisor(operator), span),
      handoversFor(db, operator),
    ])
    const names = await operatorNames(db)
    const kinds: Readonly<Record<string, { name: string }>> = t.commitments
    const handed = handovers.map(({ id, caseId, caseNumber, from, dueAt }) => ({
      ...{ id, stage: 'handover', url: `/cases/${caseId}` },
      words: t.promises.remind.handover(caseNumber, nameOf(names, from), fmt.time(dueAt)),
    }))
    const due = reminders
      .toSorted(firstDue)
      .map(({ id, stage, caseId, caseNumber, kind, dueAt }) => {
        const what = t.promises.remind.what(caseNumber, isTold ? (kinds[kind]?.name ?? kind) : '')
        return {
          id,
          stage,
          url: `/cases/${caseId}`,
          words: t.promises.remind[stage](what, fmt.instant(dueAt)),
        }
      })
    res.json({ reminders: [...handed, ...due] })
  })

  router.get('/reminders/live', async (req, res) => {
    const operator = operatorOf(res)
    const session = sessionOf(db, cookies, req)
    const mayGoOn = async () => {
      const now = await session.operator()
      return now !== null && may(now.role, 'change_cases')
    }
    const topic = owedTopic(operator.id, isSupervisor(operator))
    await deps.live.open(req, res, { topic, session: session.key, mayGoOn })
  })
  return router
}

const firstDue = (a: Reminder, b: Reminder): number => (a.dueAt < b.dueAt ? -1 : 1)
const isSupervisor = ({ role }: Operator): boolean => may(role, 'approve')
