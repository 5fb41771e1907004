import type { CardAction } from '../cards/card-action.ts'
import type { CaseFile } from '../cases/case-file.ts'
import type { Commitment } from '../cases/commitment.ts'
import type { Customer } from '../customers/customer.ts'
import { catalogue } from '../i18n/index.ts'
import type { References } from '../scripts/references.ts'
import { type Call, type CallEntry, looksInMatter } from './call.ts'
import type { Value } from './look-up.ts'
import { claimValues } from './look-ups/recent-charges.ts'
import { businessHoursFrom } from './promises.ts'
import { textValue, type Values } from './read-out.ts'
import { actionsFor, factsOf } from './results.ts'

/** What the read-out of a step can draw on besides the script. */
export interface ValueSources {
  readonly call: Call
  readonly matter: number
  /** Of whoever is in the call: whoever reads on is not the one who greets. */
  readonly operatorName: string
  readonly caseFile: CaseFile | null
  readonly customer: Customer | null
  readonly card: { label: string; last4: string; network: string } | null
  /** The cards that the matter is about: what was found of another one is not read out. */
  readonly cards: readonly string[]
  readonly actions: readonly CardAction[]
  readonly commitments: readonly Commitment[]
  readonly references: References
  readonly now: Date
}

const ja = catalogue('ja')
const en = catalogue('en')
const both = (pick: (t: typeof ja) => string): Value => textValue(pick(ja), pick(en))

type Known = Readonly<Record<string, Value>>

const FIXED: Known = {
  'issuer.name': both((t) => t.placeholders.issuer),
  'portal.name': both((t) => t.placeholders.portal),
  'linked_login.name': both((t) => t.placeholders.linkedLogin),
  'topup.name': both((t) => t.placeholders.topup),
}

/** What is known of itself, by the first word of the placeholder; each is made only when a text needs it. */
const OWN: Readonly<Record<string, (sources: ValueSources) => Known>> = {
  operator: ({ operatorName }) => ({ 'operator.name': textValue(operatorName) }),
  case: ({ caseFile }) => (caseFile ? caseValues(caseFile) : {}),
  customer: ({ customer }) => (customer ? customerValues(customer) : {}),
  phone: ({ customer }) => (customer ? phoneValue(customer) : {}),
  card: ({ card }) => (card ? cardValues(card) : {}),
  network: ({ card }) => (card ? cardValues(card) : {}),
  error: ({ call, matter, references }) => errorValues(call, matter, references),
  callback: (sources) => ({
    'callback.due': { type: 'instant', iso: callbackDue(sources).toISOString() },
  }),
}

/** Every value that a step may read out now, by the placeholder's name; the newest look-up and result win. */
export function valuesFor(sources: ValueSources): Values {
  let fromLog: readonly Known[] | undefined
  return (name) => {
    const own = OWN[name.split('.')[0] ?? '']?.(sources)[name]
    if (own) return own
    fromLog ??= learned(sources)
    return (fromLog.find((each) => each[name]) ?? FIXED)[name]
  }
}

/** What look-ups showed and actions brought, the newest first. */
function learned({ call, matter, actions, cards }: ValueSources): Known[] {
  const looks = looksInMatter(call, matter, { customer: call.customerId, cards })
  const seen = looks.map(({ at, content }) => ({ at, values: content.seen?.values ?? {} }))
  const brought = actionsFor(call, actions, cards)
    .filter((each) => each.callId !== call.id || each.matter === matter)
    .map((each) => ({ at: each.endedAt ?? each.confirmedAt, values: factsOf(each).values }))
  const inOrder = [...seen, ...brought].sort((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)))
  return [claimOf(call, matter, looks), ...inOrder.reverse().map((each) => each.values)]
}

/** How many uses, and how much, the customer named as not theirs. */
function claimOf(call: Call, matter: number, looks: readonly CallEntry[]): Known {
  const listed = looks.findLast((each) => each.facts.lookUp === 'recent_charges')
  const named = call.entries.findLast(
    (each) => each.matter === matter && each.content.fields?.disputed_items,
  )
  const disputed = named?.content.fields?.disputed_items
  return listed?.content.seen && disputed ? claimValues(listed.content.seen.facts, disputed) : {}
}

function caseValues(caseFile: CaseFile): Known {
  return {
    'case.no': { type: 'digits', value: caseFile.number },
    'case.summary': both((t) => {
      const reasons: Readonly<Record<string, string>> = t.terms.reason
      return t.placeholders.caseSummary(reasons[caseFile.reason] ?? '', '')
    }),
  }
}

const customerValues = (customer: Customer): Known => ({
  'customer.name': {
    type: 'text',
    ja: ja.layout.sir(customer.nameKanji),
    en: en.layout.sir(customer.nameKanji),
    reading: customer.nameKana,
  },
})
function phoneValue(customer: Customer): Known {
  const phone = customer.phones.find((each) => each.primary) ?? customer.phones[0]
  if (!phone) return {}
  const last4 = phone.number.slice(-4)
  return { 'phone.last4': textValue(ja.placeholders.ending(last4), en.placeholders.ending(last4)) }
}

function cardValues(card: { label: string; last4: string; network: string }): Known {
  return {
    'card.label': textValue(card.label),
    'card.last4': { type: 'digits', value: card.last4 },
    'network.name': {
      type: 'text',
      ja: networkReading(ja.placeholders.networkReading, card.network),
      en: networkReading(en.placeholders.networkReading, card.network),
    },
  }
}
const networkReading = (words: Readonly<Record<string, string>>, network: string) =>
  words[network] ?? network

/** The code that the customer read from the screen, typed or chosen, and what may be said about it. */
function errorValues(call: Call, matter: number, references: References): Known {
  const answers = call.entries.filter((each) => each.kind === 'answer' && each.matter === matter)
  const typed = answers.findLast((each) => each.content.fields?.error_code)?.content.fields
    ?.error_code
  const chosen = answers.findLast((each) => /^(er|g)\d{2,3}$/.test(each.outcome ?? ''))?.outcome
  const code = (typed ?? chosen ?? '').normalize('NFKC').toUpperCase()
  const known = references.topupErrors.find((each) => each.code === code)
  if (!known) return {}
  return {
    'error.code': { type: 'digits', value: known.code },
    'error.guidance': { type: 'text', ...known.guidance },
  }
}

const callbackDue = ({ commitments, now }: ValueSources): Date => {
  const made = commitments.find((each) => each.kind === 'call_back' && each.state === 'open')
  return made ? new Date(made.dueAt) : businessHoursFrom(now, 2)
}
