import { kanaKey, nameKey } from '../customers/name.ts'
import { type Db, insertMany } from '../db.ts'
import { fillIndex } from '../search/index.ts'
import type { Cast } from './cast.ts'
import type { HistoryDeps } from './history.ts'
import { drawn, type MadeCustomer, madeCustomer, madeName } from './made-people.ts'
import type { Plan } from './plan.ts'

/** Who the made-up cases are about, and who takes the calls. */
export interface Crowd {
  readonly operators: readonly MadeOperator[]
  /** The team of each of them. */
  readonly teams: ReadonlyMap<string, string | null>
  /** Which numbers of customers are like which person of the stories: same cards, same kind of trouble. */
  readonly shares: ReadonlyMap<string, Share>
}
interface MadeOperator {
  readonly id: string
  readonly name: string
  readonly teamId: string | null
}
interface Share {
  readonly from: number
  readonly to: number
  readonly wallet: MadeCustomer['cards']
}

const OPERATORS = 200
const TEAMS = 8
const BATCH = 2_000
const DAY = 86_400_000

/** Adds the made-up operators and customers that are not there yet. */
export async function makeCrowd(deps: HistoryDeps, plan: Plan, cast: Cast): Promise<Crowd> {
  const shares = sharesOf(cast, plan.customers)
  const operators = await makeOperators(deps.db, plan)
  const crowd = {
    operators,
    shares,
    teams: new Map(operators.map(({ id, teamId }) => [id, teamId])),
  }
  const there = await deps
    .db('customers')
    .where('customer_ref', 'like', 'customer-m%')
    .count({ n: '*' })
  const made = Number(there[0]?.n)
  for (let from = made; from < plan.customers; from += BATCH) {
    const to = Math.min(plan.customers, from + BATCH)
    await deps.db.transaction((trx) => writeCustomers(trx, plan, crowd, from, to))
    deps.onProgress(to, plan.customers, 'customers')
  }
  return crowd
}

function sharesOf({ scenes, wallets }: Cast, customers: number): Map<string, Share> {
  const refs = [...new Set(scenes.map(({ customerRef }) => customerRef))]
  const weights = refs.map((ref) =>
    scenes.reduce(
      (sum, scene) => sum + (scene.customerRef === ref ? scene.over + scene.open / 10 : 0),
      0,
    ),
  )
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  let passed = 0
  return new Map(
    refs.map((ref, n) => {
      const from = Math.floor((passed / total) * customers)
      passed += weights[n] ?? 0
      const to = n === refs.length - 1 ? customers : Math.floor((passed / total) * customers)
      return [ref, { from, to, wallet: wallets.get(ref) ?? [] }]
    }),
  )
}

const idOf = (plan: Plan, kind: '1' | '2' | '3', n: number): string => {
  const hex = (plan.firstDay * DAY).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7${kind}00-8000-${n.toString(16).padStart(12, '0')}`
}

/** The customer of the nth case: somebody like this person of the stories. */
export function customerOf(plan: Plan, { shares }: Crowd, ref: string, nthCase: number) {
  const share = shares.get(ref)
  if (!share) throw new Error(`nobody is like ${ref}`)
  const n = share.from + (drawn(nthCase, 24) % Math.max(1, share.to - share.from))
  return { id: idOf(plan, '2', n), customer: madeCustomer(n, share.wallet) }
}

/** They have the demo's password, and the demo's own people work among them. */
async function makeOperators(db: Db, plan: Plan): Promise<MadeOperator[]> {
  const [like] = await db('operators').where({ login: 'tanaka' })
  for (let n = 0; n < TEAMS; n += 1)
    await db('teams')
      .insert({ id: idOf(plan, '3', n), name: `窓口 ${n + 1}`, queue: 'front' })
      .onConflict('id')
      .ignore()
  for (let n = 0; n < OPERATORS; n += 1)
    await db('operators')
      .insert({
        ...like,
        id: idOf(plan, '1', n),
        login: `m${String(n).padStart(3, '0')}`,
        name: madeName(1_000_000 + n).kanji,
        team_id: idOf(plan, '3', n % TEAMS),
      })
      .onConflict('login')
      .ignore()
  return await db('operators')
    .whereIn('role', ['operator', 'fraud_desk'])
    .orderBy('login')
    .select('id', 'name', 'team_id as teamId')
}

async function writeCustomers(trx: Db, plan: Plan, { shares }: Crowd, from: number, to: number) {
  const at = new Date(plan.firstDay * DAY).toISOString()
  const all = [...shares.values()]
  const made = Array.from({ length: to - from }, (_, index) => {
    const n = from + index
    const wallet = all.find((share) => n < share.to)?.wallet ?? []
    return { id: idOf(plan, '2', n), ...madeCustomer(n, wallet) }
  })
  await insertMany(
    trx,
    'customers',
    // biome-ignore format: one list
    ['id', 'customer_ref', 'member_no', 'name_kanji', 'name_kana', 'name_key', 'kana_key', 'birth_date', 'created_at', 'updated_at'],
    made.map((one) => [
      one.id,
      one.customerRef,
      one.memberNo,
      one.name.kanji,
      one.name.kana,
      nameKey(one.name.kanji),
      kanaKey(one.name.kana),
      one.birthDate,
      at,
      at,
    ]),
  )
  await insertMany(
    trx,
    'customer_phones',
    ['customer_id', 'number', 'kind', 'is_primary'],
    made.map(({ id, phone }) => [id, phone, 'mobile', 1]),
  )
  await insertMany(
    trx,
    'customer_cards',
    ['card_ref', 'customer_id', 'label', 'network', 'last4'],
    made.flatMap(({ id, cards }) =>
      cards.map(({ cardRef, label, network, last4 }) => [cardRef, id, label, network, last4]),
    ),
  )
  const docs = made.map(({ id, name, phone, memberNo, cards }) => ({
    ref: id,
    own: [nameKey(name.kanji), kanaKey(name.kana), phone],
    who: [memberNo, ...cards.map(({ last4 }) => last4)],
  }))
  await fillIndex(trx, 'customers', docs)
}
