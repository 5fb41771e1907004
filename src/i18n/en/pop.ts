import type { Catalogue } from '../ja/index.ts'

export const pop: Catalogue['pop'] = {
  title: 'Incoming call',
  calling: (number) => `Call from ${number}`,
  withheld: 'Call with a withheld number',
  oneLead:
    'This customer is registered with this number. It may be somebody else: let the caller say the name.',
  manyLead: (n) =>
    `${n} customers are registered with this number. Ask for the name before you choose.`,
  noneLead:
    'Nobody is registered with this number. Ask for the name; the script searches on the way.',
  openCases: 'Open cases',
  noOpenCases: 'No open case.',
  lastOperator: (name) => (name === '' ? 'Nobody has handled it yet' : `Last handled by ${name}`),
  continueCase: (number) => `Take it as a continuation of ${number}`,
  startOther: 'Take it as a new matter',
  startOtherHint: 'Begins with the greeting and the identity questions.',
  lastCall: (time) => `Last call ${time}`,
  available: 'present',
}
