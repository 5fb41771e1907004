import { demoPeople } from '../cards/simulator/people.ts'
import { kanaKey, nameKey } from '../customers/name.ts'
import type { Db } from '../db.ts'
import type { Operator } from '../operators/operator.ts'
import { readStaff } from '../operators/operators.ts'
import type { MadeCustomer } from './made-people.ts'
import { rowsOfCase } from './played-rows.ts'
import { playStories } from './stories.ts'
import type { Moment } from './story-table.ts'
import { type Template, templateOf } from './template.ts'
import { openWorkshop } from './workshop.ts'

/** A moment of a story, ready to be copied. */
export interface Scene extends Moment {
  readonly template: Template
  readonly openedAt: number
  /** Whole days from the case's opening to the last that happened in it. */
  readonly days: number
}
/** Somebody of the stories: what cards they have, and every moment of their cases. */
export interface Cast {
  readonly scenes: readonly Scene[]
  readonly wallets: ReadonlyMap<string, MadeCustomer['cards']>
}

const DAY = 86_400_000

const rehearsals = new Map<number, Promise<Cast>>()

/** Plays the stories in a workshop that is thrown away, and keeps what is needed to copy them. */
export function rehearse(now: Date): Promise<Cast> {
  const known = rehearsals.get(now.getTime()) ?? play(now)
  rehearsals.set(now.getTime(), known)
  return known
}

async function play(now: Date): Promise<Cast> {
  const workshop = await openWorkshop(new Date(now.getTime() - 30 * DAY))
  try {
    const { operators } = await readStaff(workshop.db)
    const pair = [named(operators, 'tanaka'), named(operators, 'suzuki')] as const
    const wallets = await readWallets(workshop.db)
    const scenes: Scene[] = []
    await playStories(workshop, pair, async (moment) => {
      scenes.push(await sceneOf(workshop.db, moment, pair, wallets))
    })
    return { scenes, wallets }
  } finally {
    await workshop.close()
  }
}

function named(operators: readonly Operator[], login: string): Operator {
  const operator = operators.find((each) => each.login === login)
  if (!operator) throw new Error(`nobody signs in as ${login}`)
  return operator
}

async function readWallets(db: Db): Promise<Map<string, MadeCustomer['cards']>> {
  const rows: {
    customer_ref: string
    card_ref: string
    label: string
    network: 'VISA'
    last4: string
  }[] = await db('customer_cards')
    .join('customers', 'customers.id', 'customer_cards.customer_id')
    .orderBy('card_ref')
    .select('customer_ref', 'card_ref', 'label', 'network', 'last4')
  const wallets = new Map<string, MadeCustomer['cards']>()
  for (const { customer_ref, card_ref, label, network, last4 } of rows) {
    const card = { cardRef: card_ref, label, network, last4 }
    wallets.set(customer_ref, [...(wallets.get(customer_ref) ?? []), card])
  }
  return wallets
}

async function sceneOf(
  db: Db,
  moment: Moment,
  operators: readonly Operator[],
  wallets: Cast['wallets'],
): Promise<Scene> {
  const tables = await rowsOfCase(db, moment.caseId)
  const caseFile = tables.find(({ table }) => table === 'cases')?.rows[0]
  const call = tables.find(({ table }) => table === 'calls')?.rows[0]
  const openedAt = Date.parse(String(caseFile?.opened_at))
  const words = new Map<string, string>([
    [String(caseFile?.number), 'number'],
    [String(call?.script_version_id), 'version'],
    ...operators.flatMap(({ id, name }, n): [string, string][] => [
      [id, `operator${n}`],
      [name, `operatorName${n}`],
    ]),
    ...(await wordsOf(db, moment.customerRef, wallets)),
  ])
  const ended = Date.parse(String(caseFile?.updated_at))
  return {
    ...moment,
    openedAt,
    days: Math.ceil((ended - openedAt) / DAY),
    template: templateOf(tables, words, new Date(openedAt)),
  }
}

/** What stands in the rows for a customer, and the blanks that it becomes. */
async function wordsOf(db: Db, ref: string, wallets: Cast['wallets']): Promise<[string, string][]> {
  const person = demoPeople.find((each) => each.customerRef === ref)
  const row = await db('customers').where({ customer_ref: ref }).first('id')
  if (!person) throw new Error(`nobody is called ${ref}`)
  const phone = person.phones[0].number
  return [
    [String(row.id), 'customer'],
    [ref, 'customerRef'],
    [person.memberNo, 'memberNo'],
    [person.nameKanji, 'name'],
    [person.nameKana, 'kana'],
    [nameKey(person.nameKanji), 'nameKey'],
    [kanaKey(person.nameKana), 'kanaKey'],
    [person.birthDate, 'birthDate'],
    [phone, 'phone'],
    [phone.slice(-4), 'phoneEnd'],
    ...(wallets.get(ref) ?? []).flatMap(({ cardRef, last4 }, n): [string, string][] => [
      [cardRef, `card${n}`],
      [last4, `last4${n}`],
    ]),
  ]
}

/** What a made-up customer puts into those blanks. */
export const wordsFor = (customer: MadeCustomer, id: string): Map<string, string> =>
  new Map([
    ['customer', id],
    ['customerRef', customer.customerRef],
    ['memberNo', customer.memberNo],
    ['name', customer.name.kanji],
    ['kana', customer.name.kana],
    ['nameKey', nameKey(customer.name.kanji)],
    ['kanaKey', kanaKey(customer.name.kana)],
    ['birthDate', customer.birthDate],
    ['phone', customer.phone],
    ['phoneEnd', customer.phone.slice(-4)],
    ...customer.cards.flatMap(({ cardRef, last4 }, n): [string, string][] => [
      [`card${n}`, cardRef],
      [`last4${n}`, last4],
    ]),
  ])
