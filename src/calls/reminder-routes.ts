import { type Names, nameOf } from '../cases/case-lines.ts'
import { type Reminder, remindersOf } from '../cases/commitments-owed.ts'
import { type HandoverOnDesk, handoversFor } from '../cases/handovers.ts'
import { openWaves, type Wave } from '../cases/waves.ts'
import { operatorOf, sessionOf } from '../operators/guard.ts'
import { type GuardedRouter, guardedRouter } from '../operators/guarded-router.ts'
import { operatorNames } from '../operators/operators.ts'
import { may } from '../operators/permissions.ts'
import type { Live } from '../web/live.ts'
import type { Pages } from '../web/pages.ts'
import type { Wording } from '../web/wording.ts'
import { wordings } from '../web/wordings.ts'
import type { CallDeps } from './context.ts'
import { SOON_MS } from './desk-promises.ts'
import { mayTellStatus } from './level-in-call.ts'
import { owedTopic } from './watching.ts'

/** What an open page reminds of, and the stream that says that there is something: no customer, and no word that was told. */
export function reminderRoutes(
  deps: CallDeps & { readonly pages: Pages; readonly live: Live },
): GuardedRouter {
  const router = guardedRouter()
  const { db, clock } = deps
  const wordingOf = wordings(deps.pages, deps.timeZone)

  router.get('/reminders', 'change_cases', async (_req, res) => {
    const operator = operatorOf(res)
    const wording = wordingOf(res)
    const span = { now: clock.now(), before: SOON_MS }
    const [isTold, waves, reminders, handovers] = await Promise.all([
      mayTellStatus(deps, operator.id),
      may(operator.role, 'handle_waves') ? openWaves(db) : [],
      remindersOf(db, operator.id, may(operator.role, 'approve'), span),
      handoversFor(db, operator),
    ])
    const names = await operatorNames(db)
    const unnoted = waves.filter(({ acknowledgedAt }) => acknowledgedAt === null)
    const promises = reminders.toSorted(firstDue).map((each) => promiseTold(each, isTold, wording))
    const handed = handovers.map((each) => handoverTold(each, names, wording))
    const told = unnoted.map((each) => waveTold(each, wording))
    res.json({ reminders: [...told, ...handed, ...promises] })
  })

  router.get('/reminders/live', 'change_cases', async (req, res) => {
    const operator = operatorOf(res)
    const session = sessionOf(res)
    const mayGoOn = async () => {
      const now = await session.operator()
      return now !== null && may(now.role, 'change_cases')
    }
    const topic = owedTopic(operator)
    await deps.live.open(req, res, { topic, session: session.key, mayGoOn })
  })
  return router
}

const firstDue = (a: Reminder, b: Reminder): number => (a.dueAt < b.dueAt ? -1 : 1)

function promiseTold(
  { id, stage, caseId, caseNumber, kind, dueAt }: Reminder,
  isTold: boolean,
  { t, fmt }: Wording,
) {
  const { title, open, what, [stage]: words } = t.promises.remind
  const kinds: Readonly<Record<string, { name: string }>> = t.commitments
  const told = what(caseNumber, isTold ? (kinds[kind]?.name ?? kind) : '')
  return { id, stage, title, open, url: `/cases/${caseId}`, words: words(told, fmt.instant(dueAt)) }
}
function handoverTold(
  { id, caseId, caseNumber, from, dueAt }: HandoverOnDesk,
  names: Names,
  { t, fmt }: Wording,
) {
  const { title, open, handover } = t.promises.remind
  const words = handover(caseNumber, nameOf(names, from), fmt.time(dueAt))
  return { id, stage: 'handover', title, open, url: `/cases/${caseId}`, words }
}
function waveTold({ id, kind, shown, customers }: Wave, { t }: Wording) {
  const { title, open, kinds, remind } = t.troubles
  return {
    id,
    stage: 'wave',
    title,
    open,
    url: '/waves',
    words: remind(kinds[kind], shown, customers),
  }
}
