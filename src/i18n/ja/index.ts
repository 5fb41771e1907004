import { account } from './account.ts'
import { actions } from './actions.ts'
import { approvals } from './approvals.ts'
import { attempts } from './attempts.ts'
import { audit } from './audit.ts'
import { booklet } from './booklet.ts'
import { call } from './call.ts'
import { calls } from './calls.ts'
import { care } from './care.ts'
import { caseWork } from './case-work.ts'
import { cases } from './cases.ts'
import { commitments } from './commitments.ts'
import { customer } from './customer.ts'
import { desk } from './desk.ts'
import { errors } from './errors.ts'
import { events } from './events.ts'
import { facts, factTerms } from './facts.ts'
import { formats } from './formats.ts'
import { layout } from './layout.ts'
import { locked } from './locked.ts'
import { lookUps } from './look-ups.ts'
import { manualStops } from './manual-stops.ts'
import { paper } from './paper.ts'
import { people } from './people.ts'
import { placeholders } from './placeholders.ts'
import { pop } from './pop.ts'
import { print } from './print.ts'
import { privacy } from './privacy.ts'
import { privacyCodes } from './privacy-codes.ts'
import { privacyFields } from './privacy-fields.ts'
import { promises } from './promises.ts'
import { queues } from './queues.ts'
import { retention } from './retention.ts'
import { said } from './said.ts'
import { script } from './script.ts'
import { search } from './search.ts'
import { signIn } from './sign-in.ts'
import { staff } from './staff.ts'
import { tasks } from './tasks.ts'
import { teams } from './teams.ts'
import { terms } from './terms.ts'
import { troubles } from './troubles.ts'
import { waiting } from './waiting.ts'

export const ja = {
  layout,
  signIn,
  account,
  locked,
  staff,
  desk,
  pop,
  call,
  calls,
  cases,
  caseWork,
  queues,
  approvals,
  attempts,
  audit,
  booklet,
  manualStops,
  customer,
  search,
  script,
  paper,
  print,
  promises,
  errors,
  retention,
  events,
  tasks,
  teams,
  terms,
  lookUps,
  actions,
  waiting,
  commitments,
  people,
  placeholders,
  said,
  formats,
  facts,
  factTerms,
  troubles,
  care,
  privacy,
  privacyCodes,
  privacyFields,
}

/** Every sentence of the screens; the Japanese one is the original, and types all others. */
export type Catalogue = typeof ja
