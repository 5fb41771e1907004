import { expect } from 'chai'
import { migrate, openDatabase } from '../../src/db.ts'
import {
  type Erased,
  OF_CALLS,
  OF_CASES,
  OF_CUSTOMERS,
  OF_ENTRIES,
  OF_MATTERS,
  OF_REFS,
  OTHERWISE,
} from '../../src/retention/fate.ts'

const RULES: readonly Erased[] = [
  ...OF_CASES,
  ...OF_MATTERS,
  ...OF_ENTRIES,
  ...OF_CALLS,
  ...OF_CUSTOMERS,
  ...OF_REFS,
]
const OWN = 'of the program or of those who work here, of no customer'
const IDS = 'ids and codes alone'

/** Whole tables that stay as they are, and why. */
const STAYS: Readonly<Record<string, string>> = {
  knex_migrations: OWN,
  knex_migrations_lock: OWN,
  operators: OWN,
  old_passwords: OWN,
  sign_in_tries: OWN,
  recovery_codes: OWN,
  sessions: OWN,
  teams: OWN,
  script_versions: OWN,
  case_serials: OWN,
  webhook_refusals: OWN,
  trouble_waves: 'counts of what many reported',
  trouble_mutes: 'counts of what many reported',
  audit_events: `${IDS}: the chain is never broken`,
  call_entries: `${IDS}: the path, with the hash of what is gone; references of cards stay in it`,
  card_events: `${IDS}: references of the card system, deleted when they are old`,
  card_action_attempts: 'when and how it was tried',
  matters: IDS,
  confirmed_actions: IDS,
  refiled_notes: IDS,
  audit_unsealed: IDS,
  audit_seals: 'the chain',
  audit_anchors: 'the chain',
  audit_checkpoint: 'the chain',
  audit_kept: 'the chain',
  verification_tries: 'how far it led and how often; no value',
  verification_alerts: OWN,
  kept_forms: 'sealed, nobody can tell whose; gone with the session within hours',
  presences: 'forgotten a moment after a page is closed',
  case_skips: IDS,
  served_cases: IDS,
  prints: 'that something was printed, and a check value',
}
/** Columns that stay in tables of which others go. */
const IS_LINK = /^(id|\w+_id|once_key|(from|into|one|other)_(case|customer)|\w+_(by|operator))$/
const IS_TIME = /_at$|^at$|^worded_at$/
const IS_CODE =
  /^(number|status|state|kind|reason|ground|cause|disposition|queue|priority|version|form|base|matter|step|visit|action|operation|outcome|error|attempts|tries|lease_owner|lease_until|waiting_key|to_queue|card_network|name|is_shared|ref|salt|nth|merged_into)$/
/** What is called like a code and is none. */
const WORDS: ReadonlySet<string> = new Set([
  ...['case_handovers', 'case_merges', 'case_links', 'approvals', 'customer_merges'].map(
    (table) => `${table}.reason`,
  ),
  'legal_holds.reason',
  'erasures.reason',
])

describe('what erasing does', () => {
  it('is said of every column that there is', async () => {
    const db = openDatabase(':memory:')
    await migrate(db)
    const columns: { table: string; column: string }[] = await db.raw(
      `select m.name as "table", p.name as "column" from sqlite_master m join pragma_table_info(m.name) p
       where m.type = 'table' and m.name not like 'sqlite_%' and m.name not like 'search_%'`,
    )
    await db.destroy()
    const isSaid = ({ table, column }: { table: string; column: string }) => {
      if (table in STAYS) return true
      const rules = RULES.filter((each) => each.table === table)
      const goes = rules.some(({ fate }) => fate === 'deleted' || column in fate)
      if (goes || OTHERWISE[table]?.includes(column)) return true
      if (WORDS.has(`${table}.${column}`)) return false
      return IS_LINK.test(column) || IS_TIME.test(column) || IS_CODE.test(column)
    }
    expect(columns.length).to.be.greaterThan(300)
    expect(columns.filter((each) => !isSaid(each))).to.deep.equal([])
    const known = new Set(columns.flatMap(({ table, column }) => [table, `${table}.${column}`]))
    const named = [
      ...Object.keys(STAYS),
      ...Object.entries(OTHERWISE).flatMap(([table, all]) => all.map((each) => `${table}.${each}`)),
      ...RULES.flatMap(({ table, by, fate }) => [
        ...by.map((each) => `${table}.${each}`),
        ...(fate === 'deleted' ? [] : Object.keys(fate).map((each) => `${table}.${each}`)),
      ]),
    ]
    expect(named.filter((each) => !known.has(each))).to.deep.equal([])
  })
})
