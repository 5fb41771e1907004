import type { Db } from '../db.ts'
import { caseDocs } from '../search/index.ts'
import type { Row, Rows } from './template.ts'

/** Tables whose rows belong to a case, in the order in which they can be written. */
const OF_CASE = [
  'case_notes',
  'commitments',
  'tasks',
  'card_actions',
  'approvals',
  'manual_stops',
] as const
const OF_CALL = [
  'matters',
  'call_entries',
  'call_notes',
  'confirmed_actions',
  'trouble_signals',
] as const

/** What search finds a case by; not a table, but filled in with the rows. */
export const DOCS = 'docs'

/** All rows of one case, of every table. */
export async function rowsOfCase(db: Db, caseId: string): Promise<Rows[]> {
  const calls = db('matters').select('call_id').where({ case_id: caseId })
  const entries = db('call_entries').select('id').whereIn('call_id', calls)
  const actions = db('card_actions').select('id').where({ case_id: caseId })
  const ofCase = OF_CASE.map((table) => [table, db(table).where({ case_id: caseId })] as const)
  const ofCall = OF_CALL.map((table) => [table, db(table).whereIn('call_id', calls)] as const)
  const queries = [
    ['cases', db('cases').where({ id: caseId })] as const,
    ['calls', db('calls').whereIn('id', calls)] as const,
    ['entry_contents', db('entry_contents').whereIn('entry_id', entries)] as const,
    ...ofCase,
    ...ofCall,
    ['card_action_attempts', db('card_action_attempts').whereIn('action_id', actions)] as const,
    [
      'audit_events',
      // Each answer stands in the log of the call already; a history of millions can do without it twice.
      db('audit_events')
        .where((of) => of.where({ case_id: caseId }).orWhereIn('call_id', calls))
        .whereNot({ name: 'call_answered' })
        .orderBy('id'),
    ] as const,
  ]
  const docs = await caseDocs(db, [caseId])
  const found: Rows[] = [
    {
      table: DOCS,
      rows: docs.map(({ own, who = [] }) => ({
        id: caseId,
        own: JSON.stringify(own),
        who: JSON.stringify(who),
      })),
    },
  ]
  for (const [table, query] of queries) {
    const rows: Row[] = await query
    found.push({ table, rows })
  }
  return found
}

/** Parents before children. */
export const WRITING_ORDER = [
  'cases',
  'calls',
  'matters',
  'call_entries',
  'entry_contents',
  'call_notes',
  'case_notes',
  'card_actions',
  'card_action_attempts',
  'confirmed_actions',
  'approvals',
  'manual_stops',
  'commitments',
  'tasks',
  'trouble_signals',
  'audit_events',
]
