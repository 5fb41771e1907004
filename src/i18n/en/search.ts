import type { Catalogue } from '../ja/index.ts'

export const search: Catalogue['search'] = {
  title: 'Search',
  resultsFor: (text) => `Results for “${text}”`,
  found: (n) => `${n} found`,
  foundMore: (n) => `${n} or more found`,
  empty:
    'Enter a name, a phone number (or 4 digits of one and more), a case number, words of a note or an answer, an error code … Words parted by a space must all be there.',
  none: 'Nothing was found.',
  noneHint:
    'Width, hiragana or katakana and hyphens do not matter. Try fewer digits or another item.',
  people: 'Customers',
  cases: 'Cases',
  codes: 'Error codes and accepted cards',
  mistyped: 'The check digit of this case number is wrong: it may be misheard or mistyped.',
  unknownCase: 'There is no case with this number.',
  more: (n) => `${n} more. Add a word to narrow it down.`,
  next: 'Further cases',
  narrow: 'Narrow',
  guarded:
    'A caller of yours is not verified, so only names, case numbers and a telephone number are searched: not what is written in cases, nor what callers prove themselves with.',
  places: {
    number: 'Case number',
    card: 'Card',
    wanted: 'Wanted',
    next_steps: 'Left to do',
    note: 'Note',
    call_note: 'Call note',
    answer: 'Answer',
  },
  filters: {
    kind: { label: 'Kind', all: 'Every kind' },
    status: { label: 'Status', all: 'Every status' },
    reason: { label: 'Reason', all: 'Every reason' },
    owner: { label: 'Owner', all: 'Every owner' },
    period: { label: 'Period', all: 'Any time' },
  },
  kinds: { people: 'Customers', cases: 'Cases', codes: 'Error codes and accepted cards' },
  periods: { 7: 'Last 7 days', 30: 'Last 30 days', 90: 'Last 90 days', 365: 'Last year' },
  source: 'Source',
  owner: 'Owner',
  owners: { service: 'the top-up service', issuer: 'us' },
  accepts: (issuers) => `Accepted from: ${issuers}`,
  checked: (source, date) => `${source} (looked up ${date})`,
}
