import { type ResultFacts, resultFacts } from '../cards/action-inputs.ts'
import { actionsOfCase } from '../cards/actions.ts'
import type { CardAction } from '../cards/card-action.ts'
import type { Db } from '../db.ts'

/** References that the case's actions brought (the stop to reissue for, the reissue …), as far as they concern these cards. */
export async function refsOfResults(
  db: Db,
  caseId: string | null,
  cardRefs: readonly string[],
): Promise<Record<string, readonly string[]>> {
  if (caseId === null) return {}
  const actions = (await actionsOfCase(db, caseId)).filter((each) => concerns(each, cardRefs))
  return joined(actions.map((each) => factsOf(each).refs))
}

/** Every stop counts, not only the last one; each reference once. */
function joined(
  all: readonly Readonly<Record<string, readonly string[]>>[],
): Record<string, readonly string[]> {
  const names = [...new Set(all.flatMap((refs) => Object.keys(refs)))]
  return Object.fromEntries(
    names.map((name) => [name, [...new Set(all.flatMap((refs) => refs[name] ?? []))]]),
  )
}

/** A stop belongs to its card; whatever else was done in the case goes with it. */
const concerns = (action: CardAction, cardRefs: readonly string[]): boolean =>
  action.operation !== 'stopCard' || cardRefs.includes(action.targetRef)

export const factsOf = (action: CardAction): ResultFacts =>
  action.state === 'done' ? resultFacts(action.action, action.result) : { refs: {}, values: {} }
