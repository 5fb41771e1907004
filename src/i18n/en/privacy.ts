import type { Catalogue } from '../ja/index.ts'

export const privacy: Catalogue['privacy'] = {
  title: (name) => `Personal data held on ${name}`,
  open: 'Give out personal data',
  lead: 'Everything that is held on this person, as JSON or as a page to print. Giving it out is recorded. Hand it to nobody but the person who asked.',
  purpose: 'Purpose',
  reference: 'Reference of the request',
  submit: 'Prepare',
  ready: 'It is ready',
  readyLead: 'For 24 hours you, and nobody else, can take it out.',
  json: 'Save as JSON',
  print: 'Open the page to print',
  before: 'Given out before',
  line: (reference, name, at) => `${reference}, ${name}, ${at}`,
  printedBy: (name, at) => `Taken out by ${name}, ${at}`,
  note: 'It names nobody else. Operators are shown as signs (staff-1 and so on). Of card numbers no more than the last 4 digits is held.',
  sections: {
    customer: 'Registered details',
    phones: 'Phone numbers',
    cards: 'Cards',
    flags: 'What to mind',
    preferences: 'Preferences',
    exports: 'Given out before',
    cases: 'Cases',
    calls: 'Calls',
    events: 'Who read and did what',
  },
  nothing: 'none',
}

/** The names of the data are English; they are only spaced out. */
export const privacyFields: Catalogue['privacyFields'] = {}
