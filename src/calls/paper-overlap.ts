import { type Db, read } from '../db.ts'
import { operatorNames } from '../operators/operators.ts'
import type { OverlappingCall, SlipFacts } from './paper-call.ts'
import type { PaperPage } from './paper-page.ts'
import { LONGEST_CALL, type SlipTimes } from './paper-slip.ts'
import type { Wording } from './wording.ts'

/**
 * Those that were entered last come first. Nobody takes two calls at once, so they may be the same slip in another form;
 * calls of the form itself, which may be sent twice, are left out.
 */
export function overlappingCalls(
  db: Db,
  slip: { readonly takenBy: string; readonly times: SlipTimes; readonly formId: string },
): Promise<OverlappingCall[]> {
  const { takenBy, times, formId } = slip
  const [from, to] = [times.startedAt.toISOString(), times.endedAt.toISOString()]
  const earliest = new Date(times.startedAt.getTime() - LONGEST_CALL).toISOString()
  return read<OverlappingCall>(db, {
    sql: `select id, operator_id as "takenBy", started_at as "startedAt", ended_at as "endedAt",
                 entered_by as "enteredBy", entered_at as "enteredAt"
          from calls
          where operator_id = ? and started_at between ? and ?
            and ((started_at < ? and ended_at > ?) or started_at = ?)
            and entered_at is not null and entry_id <> ?
          order by entered_at desc, id desc`,
    bindings: [takenBy, earliest, to, to, from, from, formId],
  })
}

/** The question whether the slip is another call; null when no other one overlaps. */
export async function overlapView(
  db: Db,
  { overlapping }: SlipFacts,
  another: string,
  { t, fmt }: Wording,
): Promise<PaperPage['overlap']> {
  const [newest] = overlapping
  if (!newest) return null
  const names = await operatorNames(db)
  const nameOf = (id: string) => names.get(id) ?? '—'
  return {
    newest: newest.id,
    isAnother: another === newest.id,
    calls: overlapping.map((call) => ({
      url: `/calls/${call.id}`,
      words: t.paper.overlap.call(
        nameOf(call.takenBy),
        t.formats.range(fmt.instant(call.startedAt), fmt.time(call.endedAt)),
        nameOf(call.enteredBy),
        fmt.instant(call.enteredAt),
      ),
    })),
  }
}
