import { notesOf } from '../cases/notes.ts'
import { type Db, read } from '../db.ts'
import { listed, type Row, rowsOf } from './personal-rows.ts'
import type { HeldTable } from './personal-tables.ts'
import type { Staff } from './staff.ts'

/** A case, whose own row is given, with all that hangs on it. */
export async function wholeCase(db: Db, staff: Staff, id: string, row: Row): Promise<Row> {
  const of = (table: HeldTable, columns: string | readonly string[] = 'case_id') =>
    rowsOf(db, staff, table, columns, [id])
  const notes = await notesOf(db, id)
  return {
    ...row,
    tags: await of('case_tags'),
    notes: notes.map(({ createdAt, operatorId, body }) => ({
      at: createdAt,
      staff: staff.sign(operatorId),
      body,
    })),
    drafts: await of('drafts'),
    promises: await of('commitments'),
    actions: await of('card_actions'),
    attempts: await attemptsOf(db, id),
    approvals: await of('approvals'),
    tasks: await of('tasks'),
    manualStops: await of('manual_stops'),
    signals: await of('trouble_signals'),
    handovers: await of('case_handovers'),
    merges: await of('case_merges', ['from_case', 'into_case']),
    links: await of('case_links', ['one_case', 'other_case']),
    prints: await of('prints'),
    events: await of('audit_events'),
  }
}

/** Each time that the actions of a case were sent or asked after. */
const attemptsOf = (db: Db, caseId: string): Promise<Row[]> =>
  read<Row>(db, {
    sql: `select c.action, ${listed('card_action_attempts', 'a.')}
          from card_action_attempts a join card_actions c on c.id = a.action_id
          where c.case_id = ? order by a.at`,
    bindings: [caseId],
  })
