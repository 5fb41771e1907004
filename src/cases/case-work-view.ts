import { recordsOf } from '../customers/one-person.ts'
import type { Db } from '../db.ts'
import type { Catalogue } from '../i18n/index.ts'
import type { Operator } from '../operators/operator.ts'
import type { Staff } from '../operators/operators.ts'
import { may } from '../operators/permissions.ts'
import { type CaseFile, isOpen } from './case-file.ts'
import { caseLine, type Names, nameOf } from './case-lines.ts'
import type { CaseWorkView, HandoverView, Option } from './case-work-page.ts'
import { casesByIds, casesOfCustomer } from './cases.ts'
import { survivorsOf } from './families.ts'
import { type Handover, isFor, QUEUES, targetValue } from './handover.ts'
import { handoversOf } from './handovers.ts'
import { linksOf } from './links.ts'
import { mergesOf } from './merges.ts'

/** What the page has read already. */
export interface WorkSources {
  readonly caseFile: CaseFile
  /** The case, and all that were merged into it. */
  readonly family: ReadonlyMap<string, CaseFile>
  /** Who took calls of the case, the last one first. */
  readonly previous: readonly string[]
  readonly calls: readonly Option[]
  readonly staff: Staff
  readonly now: Date
}

/** All that the page shows of handing over, linking and merging. */
export async function caseWorkView(
  db: Db,
  sources: WorkSources,
  operator: Operator,
  t: Catalogue,
): Promise<CaseWorkView> {
  const { caseFile, family, staff, calls } = sources
  const ids = [...family.keys()]
  const [merges, links, handovers, others] = await Promise.all([
    ids.length > 1 ? mergesOf(db, ids) : [],
    linksOf(db, ids),
    handoversOf(db, ids),
    othersOf(db, caseFile),
  ])
  return {
    may: may(operator.role, 'change_cases') && caseFile.erasedAt === null,
    merged: merges.map((each) => ({
      id: each.id,
      number: family.get(each.fromCase)?.number ?? '',
      by: nameOf(staff.names, each.mergedBy),
      at: each.mergedAt,
      reason: each.reason,
    })),
    links: await linkViews(db, links, ids, t, staff.names),
    handover: handoverView(handovers, sources, operator, t),
    targets: targetsOf(sources, t),
    others: others.map((each) => ({
      value: each.id,
      label: [
        each.number,
        caseLine(each, t, staff.names).reason,
        t.terms.caseStatus[each.status],
      ].join('　'),
    })),
    calls,
  }
}

const MOST = 30

async function othersOf(db: Db, { id, customerId }: CaseFile): Promise<CaseFile[]> {
  if (customerId === null) return []
  const cases = await casesOfCustomer(db, await recordsOf(db, customerId))
  return cases.filter((each) => each.id !== id).slice(0, MOST)
}

async function linkViews(
  db: Db,
  links: Awaited<ReturnType<typeof linksOf>>,
  own: readonly string[],
  t: Catalogue,
  names: Names,
): Promise<CaseWorkView['links']> {
  const farOf = ({ oneCase, otherCase }: (typeof links)[number]) =>
    own.includes(oneCase) ? otherCase : oneCase
  const cases = await survivorsOf(db, [...(await casesByIds(db, links.map(farOf))).values()])
  return links.flatMap((link) => {
    const far = cases.get(farOf(link))
    // Two that have become one since are not related to themselves.
    if (!far || own.includes(far.id)) return []
    const { number, reason: caseReason, statusLabel } = caseLine(far, t, names)
    const by = nameOf(names, link.linkedBy)
    const { id, reason, linkedAt: at } = link
    return [{ id, caseId: far.id, number, reason, caseReason, statusLabel, by, at }]
  })
}

function handoverView(
  handovers: readonly Handover[],
  { caseFile, staff: { names }, now }: WorkSources,
  operator: Operator,
  t: Catalogue,
): HandoverView | null {
  const shown = handovers.find((each) => each.state === 'waiting') ?? handovers[0]
  if (!shown) return null
  const words = t.caseWork.handover
  const isWaiting = shown.state === 'waiting'
  const supervises = may(operator.role, 'approve')
  return {
    id: shown.id,
    to: targetName(shown, names, t),
    from: nameOf(names, shown.from),
    words: shown.words,
    askedAt: shown.askedAt,
    dueAt: shown.dueAt,
    late: isWaiting && Date.parse(shown.dueAt) < now.getTime(),
    isWaiting,
    stateLabel: words.states[shown.state],
    endedBy: nameOf(names, shown.endedBy),
    endReason: shown.endReason ?? '',
    mayAnswer: isWaiting && (isFor(shown, operator) || supervises),
    mayWithdraw: isWaiting && (supervises || [shown.from, caseFile.ownerId].includes(operator.id)),
  }
}

/** The person or the desk that a case is handed to, by name. */
export const targetName = ({ to }: Pick<Handover, 'to'>, names: Names, t: Catalogue): string =>
  'queue' in to ? t.caseWork.handover.queue[to.queue] : nameOf(names, to.operatorId)

function targetsOf({ caseFile, previous, staff }: WorkSources, t: Catalogue) {
  if (!isOpen(caseFile)) return []
  const words = t.caseWork.handover
  const able = staff.operators.filter(
    (each) => may(each.role, 'change_cases') && each.id !== caseFile.ownerId,
  )
  const option = ({ id: operatorId, name: label }: Operator): Option => ({
    value: targetValue({ operatorId }),
    label,
  })
  const known = previous.flatMap((id) => able.find((each) => each.id === id) ?? [])
  const others = able.filter((each) => !known.includes(each))
  const desks = QUEUES.map((queue) => ({
    value: targetValue({ queue }),
    label: words.queue[queue],
  }))
  return [
    { label: words.previous, options: known.map(option) },
    { label: words.desks, options: desks },
    { label: words.others, options: others.map(option) },
  ].filter(({ options }) => options.length > 0)
}
