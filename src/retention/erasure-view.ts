import type { Customer } from '../customers/customer.ts'
import { findCustomer } from '../customers/customers.ts'
import type { Db } from '../db.ts'
import type { Operator } from '../operators/operator.ts'
import { operatorNames } from '../operators/operators.ts'
import type { Wording } from '../web/wording.ts'
import { type Person, personOf } from './erased-people.ts'
import { type Erasure, GROUNDS, type Obstacle } from './erasure.ts'
import type {
  ErasureLine,
  ErasurePage,
  ErasuresPage,
  ErasureTyped,
  ObstacleLine,
  WaitingErasure,
} from './erasure-page.ts'
import { erasuresOf, waitingErasures } from './erasures.ts'
import { obstaclesOfPerson } from './obstacles.ts'

type Names = ReadonlyMap<string, string>

/** What the page of one person's erasure shows. */
export async function erasurePage(
  db: Db,
  customer: Customer,
  wording: Wording,
  typed: ErasureTyped | null,
): Promise<ErasurePage> {
  const { t, fmt } = wording
  const person = await personOf(db, customer.id)
  const isErased = customer.erasedAt !== null
  const [all, obstacles, names] = await Promise.all([
    erasuresOf(db, person.customerIds),
    isErased ? [] : obstaclesOfPerson(db, person),
    operatorNames(db),
  ])
  const waiting = all.find(({ state }) => state === 'waiting')
  return {
    customer: { id: customer.id, name: customer.nameKanji, kana: customer.nameKana },
    isErased,
    counts: countsOf(person, wording),
    grounds: GROUNDS.map((value) => ({ value, label: t.retention.grounds[value] })),
    obstacles: obstacleLines(obstacles, wording),
    waiting: waiting
      ? t.retention.waiting(names.get(waiting.requestedBy) ?? '', fmt.instant(waiting.requestedAt))
      : null,
    before: all
      .filter(({ state }) => state !== 'waiting')
      .map((each) => lineOf(each, names, wording)),
    typed,
  }
}

/** Each thing in the way as a sentence, with the case in which it is seen to. */
export const obstacleLines = (obstacles: readonly Obstacle[], { t }: Wording): ObstacleLine[] =>
  obstacles.map(({ kind, caseId, caseNumber }) => ({
    words: t.retention.obstacles[kind],
    caseFile: caseId === null ? null : { id: caseId, number: caseNumber ?? '' },
  }))
const countsOf = ({ caseIds, customerIds }: Person, { t }: Wording) =>
  t.retention.counts(caseIds.length, customerIds.length)

const lineOf = (one: Erasure, names: Names, { t, fmt }: Wording): ErasureLine => ({
  state: t.retention.states[one.state],
  ground: t.retention.grounds[one.ground],
  requested: t.retention.requestedBy(
    names.get(one.requestedBy) ?? '',
    fmt.instant(one.requestedAt),
  ),
  decided:
    one.decidedAt === null
      ? null
      : t.retention.decidedBy(names.get(one.decidedBy ?? '') ?? '', fmt.instant(one.decidedAt)),
})

/** What waits for a second person; nothing of it beside a caller who is not verified. */
export async function erasuresPage(
  db: Db,
  operator: Operator,
  wording: Wording,
  typed: ErasuresPage['typed'],
): Promise<ErasuresPage> {
  const [all, names] = await Promise.all([waitingErasures(db), operatorNames(db)])
  const waiting = await Promise.all(
    all.map((each) => waitingOf(db, each, operator, names, wording)),
  )
  return { waiting: waiting.flat(), typed }
}

async function waitingOf(
  db: Db,
  erasure: Erasure,
  operator: Operator,
  names: Names,
  wording: Wording,
): Promise<WaitingErasure[]> {
  const customer = await findCustomer(db, erasure.customerId)
  if (!customer) return []
  const person = await personOf(db, customer.id)
  const { id, ground, reason } = erasure
  const { nameKanji: name, nameKana: kana } = customer
  return [
    {
      id,
      reason,
      customer: { id: customer.id, name, kana },
      ground: wording.t.retention.grounds[ground],
      requested: lineOf(erasure, names, wording).requested,
      counts: countsOf(person, wording),
      obstacles: obstacleLines(await obstaclesOfPerson(db, person), wording),
      isOwn: erasure.requestedBy === operator.id,
    },
  ]
}
