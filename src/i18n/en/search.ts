import type { Catalogue } from '../ja/index.ts'

export const search: Catalogue['search'] = {
  title: 'Search',
  resultsFor: (text) => `Results for “${text}”`,
  found: (n) => `${n} found`,
  empty: 'Enter a phone number, a name, a case number, an error code …',
  none: 'Nothing was found.',
  noneHint:
    'Width, hiragana or katakana and hyphens do not matter. Try fewer digits or another item.',
  people: 'Customers',
  cases: 'Cases',
  codes: 'Error codes and accepted cards',
  mistyped: 'The check digit of this case number is wrong: it may be misheard or mistyped.',
  unknownCase: 'There is no case with this number.',
  more: (n) => `${n} more. Add a word to narrow it down.`,
  source: 'Source',
  owner: 'Owner',
  owners: { service: 'the top-up service', issuer: 'us' },
  accepts: (issuers) => `Accepted from: ${issuers}`,
  checked: (source, date) => `${source} (looked up ${date})`,
}
