import type { Db } from '../db.ts'

/** What is to be made of the past, and how far it is made. Its table is there in demo databases alone. */
export interface Plan {
  readonly cases: number
  readonly customers: number
  /** The first of them, as days since 1970. */
  readonly firstDay: number
  readonly days: number
  /** Cases that are made already. */
  readonly made: number
  readonly offsetMs: number
}

export const TWO_YEARS = 730
const DAY = 86_400_000
/** Tokyo is ahead of UTC. */
const OFFSET_MS = 9 * 3_600_000
const TABLE = 'demo_history'

/** A number of cases that differs from the one that was begun with; the past cannot be stretched. */
export class OtherPlan extends Error {
  override readonly name = 'OtherPlan'
}

/** The plan that was begun before, or a new one that ends yesterday. */
export async function beginPlan(
  db: Db,
  wish: { readonly cases: number; readonly customers: number },
  now: Date,
): Promise<Plan> {
  if (!(await db.schema.hasTable(TABLE)))
    await db.schema.createTable(TABLE, (table) => {
      table.integer('cases').notNullable()
      table.integer('customers').notNullable()
      table.integer('first_day').notNullable()
      table.integer('made').notNullable()
    })
  const begun = await db(TABLE).first()
  const firstDay = Math.floor((now.getTime() + OFFSET_MS) / DAY) - TWO_YEARS
  if (!begun) await db(TABLE).insert({ ...wish, first_day: firstDay, made: 0 })
  if (begun && begun.cases !== wish.cases)
    throw new OtherPlan(`This database was begun with --cases ${begun.cases}.`)
  return {
    cases: wish.cases,
    customers: begun?.customers ?? wish.customers,
    firstDay: begun?.first_day ?? firstDay,
    days: TWO_YEARS,
    made: begun?.made ?? 0,
    offsetMs: OFFSET_MS,
  }
}

/** The first case of a day. */
export const firstOfDay = ({ cases, days }: Plan, day: number): number =>
  Math.ceil((day * cases) / days)

/** Writes down how far it is, with the serial numbers that are used up. */
export async function setMade(trx: Db, plan: Plan, from: number, made: number): Promise<void> {
  const dayOf = (n: number) => Math.floor((n * plan.days) / plan.cases)
  for (let day = dayOf(from); day <= dayOf(made - 1); day += 1) {
    const last = Math.min(made, firstOfDay(plan, day + 1)) - firstOfDay(plan, day)
    if (last === 0) continue
    await trx('case_serials')
      .insert({ day: new Date((plan.firstDay + day) * DAY).toISOString().slice(0, 10), last })
      .onConflict('day')
      .merge()
  }
  await trx(TABLE).update({ made })
}
