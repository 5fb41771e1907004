import { isOpen } from '../cases/case-file.ts'
import { ownerName } from '../cases/case-lines.ts'
import { openCasesOf } from '../cases/cases.ts'
import type { Customer } from '../customers/customer.ts'
import { findCustomer } from '../customers/customers.ts'
import { readQuery, withoutProofs } from '../customers/query.ts'
import { searchCustomers } from '../customers/searching.ts'
import type { Operator } from '../operators/operator.ts'
import { readStaff } from '../operators/operators.ts'
import { may } from '../operators/permissions.ts'
import { listVersions } from '../scripts/library.ts'
import { LEVELS } from '../scripts/script.ts'
import { lastCallsOfCases } from './call-lists.ts'
import type { CallDeps } from './context.ts'
import { mayTellStatus } from './level-in-call.ts'
import type { SlipError, SlipFacts } from './paper-call.ts'
import { overlappingCalls, overlapView } from './paper-overlap.ts'
import type { Option, PaperPage, PaperPerson } from './paper-page.ts'
import { PROMISE_LINES, readTyped, type SlipTyped, slipTimes } from './paper-slip.ts'
import { slipErrorWords } from './paper-words.ts'
import { type Wording, wordFor } from './wording.ts'

type Deps = Pick<CallDeps, 'db' | 'library' | 'clock'>
const MOST_FOUND = 10

/** An empty slip: today, taken by whoever opens the page, with the script as it is now. */
export const emptySlip = ({ library }: Deps, operator: Operator): SlipTyped => ({
  ...readTyped(() => ''),
  operatorId: operator.id,
  versionId: library.current.id,
  identity: 'none',
})

/** What a slip is checked against. */
export async function slipFacts(deps: Deps, typed: SlipTyped, formId: string): Promise<SlipFacts> {
  const { db, library, clock } = deps
  const customer = await findCustomer(db, typed.customer)
  const cases = customer ? await openCasesOf(db, [customer.id]) : []
  const staff = await readStaff(db)
  const operators = staff.operators.filter((each) => may(each.role, 'take_calls'))
  const takenBy = operators.find((each) => each.id === typed.operatorId)?.id
  const times = slipTimes(typed, clock.now())
  return {
    operators,
    versions: await listVersions(db, library),
    customer,
    caseIds: new Set(cases.filter(isOpen).map((each) => each.id)),
    overlapping: takenBy && times ? await overlappingCalls(db, { takenBy, times, formId }) : [],
    now: clock.now(),
  }
}

/** What became of looking for the customer: two items at least, as a name alone is anybody's. */
export interface Found {
  readonly people: readonly Customer[]
  readonly state: 'found' | 'too_few_items' | 'too_many' | 'not_verified'
}
export async function findForSlip(deps: Deps, text: string, operator: Operator): Promise<Found> {
  const { db } = deps
  const asked = readQuery(text)
  const query = (await mayTellStatus(deps, operator.id)) ? asked : withoutProofs(asked)
  if (query.problem === 'not_verified') return { people: [], state: 'not_verified' }
  if (query.problem !== null || query.terms.length < 2)
    return { people: [], state: 'too_few_items' }
  const { customers, count } = await searchCustomers(db, query, MOST_FOUND)
  return { people: customers, state: count > customers.length ? 'too_many' : 'found' }
}

export async function paperPage(
  deps: Deps,
  given: {
    readonly submission: string
    readonly typed: SlipTyped
    readonly errors?: readonly SlipError[]
    readonly alert?: string | null
    readonly found?: Found | null
    /** The call that the form has made before, of another slip. */
    readonly recordedAs?: string
  },
  wording: Wording,
): Promise<PaperPage> {
  const { submission, found = null } = given
  const facts = await slipFacts(deps, given.typed, submission)
  const only = found?.people.length === 1 ? found.people[0] : undefined
  const typed =
    only && given.typed.customer === '' ? { ...given.typed, customer: only.id } : given.typed
  const { t, lang } = wording
  return {
    submission,
    typed,
    errors: (given.errors ?? []).map((error) => ({
      field: error.field,
      text: slipErrorWords(error, wording),
    })),
    alert: given.alert ?? null,
    recordedUrl: given.recordedAs ? `/calls/${given.recordedAs}` : null,
    overlap: await overlapView(deps.db, facts, typed.another, wording),
    search: await searchView(deps, found, facts.customer, wording),
    operators: facts.operators.map(({ id, name }) => ({ value: id, label: name })),
    versions: facts.versions.map(({ id, version, script }) => ({
      value: id,
      label: `${t.booklet.version(version)} ${script.title[lang]}`,
    })),
    levels: LEVELS.map((level) => ({ value: level, label: t.terms.level[level] })),
    reasons: options(t.terms.reason),
    causes: options(t.terms.cause),
    promises: Object.entries(t.commitments).map(([value, { name }]) => ({ value, label: name })),
    promiseLines: PROMISE_LINES.map((line) => ({
      line,
      kind: typed[`promise${line}`],
      due: typed[`due${line}`],
    })),
  }
}

const options = (words: Readonly<Record<string, string>>): Option[] =>
  Object.entries(words).map(([value, label]) => ({ value, label }))

async function searchView(
  deps: Deps,
  found: Found | null,
  picked: Customer | null,
  wording: Wording,
): Promise<PaperPage['search']> {
  const others = (found?.people ?? []).filter((each) => each.id !== picked?.id)
  const people = [...(picked ? [picked] : []), ...others]
  if (found === null && picked === null) return null
  const { paper } = wording.t
  return {
    words: found === null ? '' : foundWords(found, paper),
    people: await personViews(deps, people, wording),
  }
}

function foundWords({ state, people }: Found, paper: Wording['t']['paper']): string {
  if (state === 'too_few_items') return paper.errors.twoItems
  if (state === 'too_many') return paper.tooMany
  if (state === 'not_verified') return paper.notVerified
  return people.length === 0 ? paper.noneFound : paper.found(people.length)
}

/** As wherever customers are looked for: the name, and of open cases number, reason and who had them last. */
async function personViews(
  { db }: Deps,
  people: readonly Customer[],
  { t }: Wording,
): Promise<PaperPerson[]> {
  const cases = await openCasesOf(
    db,
    people.map((each) => each.id),
  )
  const last = await lastCallsOfCases(
    db,
    cases.map((each) => each.id),
  )
  const { names } = await readStaff(db)
  return people.map(({ id, nameKanji, nameKana }) => ({
    id,
    name: nameKanji,
    kana: nameKana,
    cases: cases
      .filter((each) => each.customerId === id)
      .map((each) => ({
        value: each.id,
        label: t.paper.continueCase(
          each.number,
          wordFor(t.terms.reason, each.reason),
          ownerName(names, last.get(each.id)?.operatorId ?? each.ownerId, t),
        ),
      })),
  }))
}
