import type { StoredEvent } from '../audit/events.ts'
import type { Db } from '../db.ts'
import type { Catalogue } from '../i18n/index.ts'
import { type Names, nameOf } from './case-lines.ts'
import type { CaseEvent } from './case-page.ts'
import { casesByIds } from './cases.ts'

/** Reading a case changes nothing in it: it is on the record, but not part of what happened. */
export const VIEWED = 'case_viewed' as const

type Named = Readonly<Record<string, { readonly name: string } | undefined>>

/** Events of two cases: which was the other one. */
const OF_TWO = /^(case_(merged|absorbed|unmerged|linked|unlinked)|matter_filed_(away|here))$/

const otherCase = ({ name, detail }: StoredEvent): string | null =>
  OF_TWO.test(name) ? (text(detail.to) ?? text(detail.from) ?? text(detail.into)) : null

/** The numbers of the other cases that these events are about, by id. */
export async function othersIn(
  db: Db,
  events: readonly StoredEvent[],
): Promise<ReadonlyMap<string, string>> {
  const cases = await casesByIds(
    db,
    events.flatMap((event) => otherCase(event) ?? []),
  )
  return new Map([...cases].map(([id, { number }]) => [id, number]))
}

/** What happened to a case, oldest first, each with who did it. */
export function historyView(
  events: readonly StoredEvent[],
  t: Catalogue,
  names: Names,
  fromOf: (caseId: string) => string | null,
  others: ReadonlyMap<string, string>,
): CaseEvent[] {
  const words: Readonly<Record<string, string | undefined>> = t.events.names
  return events.map((event) => ({
    at: event.at,
    from: fromOf(event.caseId),
    by: event.operatorId === null ? t.events.program : nameOf(names, event.operatorId),
    words: [
      words[event.name] ?? event.name,
      ...[others.get(otherCase(event) ?? '') ?? []].flat(),
      ...subject(event, t),
    ].join(t.layout.colon),
  }))
}

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** Which action or promise it was, whose member number stood and stands there, or which digits were told of a card. */
function subject({ detail }: StoredEvent, t: Catalogue): string[] {
  const actions: Named = t.actions
  const promises: Named = t.commitments
  if ('fromMember' in detail)
    return [t.events.members(text(detail.fromMember), text(detail.toMember))]
  const [told, named] = [text(detail.toldLast4), text(detail.namedLast4)]
  if (told !== null && named !== null) return [t.events.misheard(told, named)]
  const kinds = [detail.kind, detail.kinds].flat().filter((kind) => typeof kind === 'string')
  const found = [
    typeof detail.action === 'string' ? actions[detail.action]?.name : undefined,
    ...kinds.map((kind) => promises[kind]?.name ?? actions[kind]?.name),
  ].filter((name) => name !== undefined)
  return found.length === 0 ? [] : [t.formats.list(found)]
}
