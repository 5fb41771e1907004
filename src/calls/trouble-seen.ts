import { listedNumbers } from '../cards/action-inputs.ts'
import { hostsIn } from '../cases/site.ts'
import { codesIn, type Signal, signal, siteSignal } from '../cases/trouble.ts'
import { keepSignals, type Reported } from '../cases/trouble-signals.ts'
import { noticeWaves, recountWaves } from '../cases/waves.ts'
import type { Db } from '../db.ts'
import type { Step } from '../scripts/script.ts'
import type { Answer, Passed, Standing } from '../scripts/walk.ts'
import { type Call, seenAt } from './call.ts'
import type { Hand } from './consequences.ts'
import type { Fact, Seen } from './look-up.ts'

type Fields = Readonly<Record<string, string>>

/** The call whose trouble is read, and what was typed with each of its answers. */
interface Telling {
  readonly call: Call
  readonly steps: ReadonlyMap<string, Step>
  readonly caseIds: ReadonlyMap<number, string | null>
  readonly hand: Hand
  fieldsOf(answer: Answer): Fields
}

/** Looks at which the customer said that it was they themselves: nothing that others would meet. */
const OWN: ReadonlySet<string> = new Set(['mine', 'all_mine'])

/**
 * Writes down what the call's path now tells of trouble that others may meet, in the answer's transaction: an answer
 * that was corrected takes back what it told. What is new may be the third of its kind.
 */
export async function followTrouble(
  trx: Db,
  telling: Telling,
  before: Standing,
  after: Standing,
): Promise<void> {
  const { call, hand } = telling
  const [now, earlier] = [reported(telling, after), reported(telling, before)]
  if (now.length === 0 && earlier.length === 0) return
  const at = (hand.slip?.startedAt ?? hand.at).toISOString()
  const report = { callId: call.id, customerId: after.state.customer, at }
  const added = await keepSignals(trx, report, now)
  await recountWaves(trx, earlier, hand.at, hand.operatorId)
  await noticeWaves(trx, added, hand.at, hand.operatorId)
}

function reported(telling: Telling, standing: Standing): Reported[] {
  const found = new Map<string, Reported>()
  for (const [at, passed] of standing.path.entries()) {
    const isOwn = () => turnedOutOwn(telling, standing.path.slice(at))
    for (const each of signalsAt(telling, passed, isOwn)) {
      const caseId = telling.caseIds.get(passed.matter) ?? null
      found.set(`${passed.matter}/${each.kind}/${each.key}`, {
        ...each,
        matter: passed.matter,
        caseId,
      })
    }
  }
  return [...found.values()]
}

/** Whether the customer recognised what this look found, before the next look of its kind. */
function turnedOutOwn({ steps }: Telling, [look, ...rest]: readonly Passed[]): boolean {
  const lookUp = steps.get(look?.step ?? '')?.lookUp
  const next = rest.findIndex((each) => steps.get(each.step)?.lookUp === lookUp)
  return rest
    .slice(0, next < 0 ? rest.length : next)
    .some((each) => each.matter === look?.matter && OWN.has(each.answer?.outcome ?? ''))
}

function signalsAt(telling: Telling, passed: Passed, isOwn: () => boolean): Signal[] {
  const { answer } = passed
  const step = telling.steps.get(passed.step)
  if (!answer || !step) return []
  const fields = telling.fieldsOf(answer)
  const look = LOOKS[step.lookUp ?? '']
  const seen = look && seenAt(telling.call, passed, passed.before)?.content.seen
  return [
    ...step.fields.flatMap(({ name }) => FIELDS[name]?.(fields[name] ?? '', passed) ?? []),
    ...(look && seen ? look(seen, answer.outcome, fields, isOwn) : []),
  ]
}

const one = (found: Signal | null): Signal[] => (found ? [found] : [])
const MOST_CODES = 4
const LONGEST_NAME = 40
const ANY_CODE = /[A-Z]{2}\d{3}/g

/** The codes that were typed; none were, and the choice that was made stands for one of them: that one. */
function errorCodes(text: string, { choice }: Passed): Signal[] {
  const typed = codesIn(text)
  const labelled = choice?.label.ja.match(ANY_CODE) ?? []
  const codes = typed.length > 0 ? typed : labelled.length === 1 ? labelled : []
  return codes.slice(0, MOST_CODES).flatMap((code) => one(signal('error_code', code)))
}
const responseCodes = (text: string): Signal[] =>
  codesIn(text)
    .slice(0, MOST_CODES)
    .flatMap((code) => one(signal('response_code', code)))

/** What is typed at a step that has such a field, by the name of the field. */
const FIELDS: Readonly<Record<string, (text: string, passed: Passed) => Signal[]>> = {
  error_code: errorCodes,
  response_code: responseCodes,
  // A name and no story, for it may be shown to others.
  topup_service: (text) => (text.length > LONGEST_NAME ? [] : one(signal('service', text))),
  disclosure_said: (text, { choice }) =>
    choice?.outcome === 'none'
      ? []
      : hostsIn(text)
          .slice(0, MOST_CODES)
          .map((host) => siteSignal('phishing', host)),
}

type Look = (seen: Seen, outcome: string, fields: Fields, isOwn: () => boolean) => Signal[]
const merchants = (facts: readonly Fact[]): Signal[] =>
  facts.flatMap(({ params }) => one(signal('merchant', String(params.merchant ?? ''))))

/** What was looked up, as far as the answer says that it was trouble. */
const LOOKS: Readonly<Record<string, Look>> = {
  suspicious_attempt: (seen, outcome, _fields, isOwn) =>
    outcome !== 'found' || isOwn()
      ? []
      : merchants(seen.facts.filter(({ code }) => code === 'attempt.suspicious').slice(0, 1)),
  recent_charges: (seen, outcome, fields) => {
    if (outcome !== 'charged') return []
    const named = new Set<string | number>(listedNumbers(fields.disputed_items ?? ''))
    const charges = seen.facts.filter(({ params }) => params.no !== undefined)
    const disputed = charges.filter(({ params }) => named.has(params.no ?? ''))
    return merchants(disputed.length > 0 ? disputed : charges.filter(({ mark }) => mark === 'bad'))
  },
  attempts: (seen, outcome) => {
    const declined = seen.facts.find(({ code }) => code === 'authorization.declined')
    if (outcome !== 'declined' || !declined) return []
    return [
      ...one(signal('response_code', String(declined.params.code ?? ''))),
      ...merchants([declined]),
    ]
  },
}
