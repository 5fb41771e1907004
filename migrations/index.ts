import type { Knex } from 'knex'
import * as operators from './01-operators.ts'
import * as customers from './02-customers.ts'
import * as scriptVersions from './03-script-versions.ts'
import * as cases from './04-cases.ts'
import * as calls from './05-calls.ts'
import * as cardActions from './06-card-actions.ts'
import * as commitments from './07-commitments.ts'
import * as auditEvents from './08-audit-events.ts'
import * as caseHistory from './09-case-history.ts'
import * as caseWords from './10-case-words.ts'
import * as actionAttempts from './11-action-attempts.ts'
import * as tasks from './12-tasks.ts'
import * as cardEvents from './13-card-events.ts'
import * as manualStops from './14-manual-stops.ts'
import * as paperCalls from './15-paper-calls.ts'
import * as cardsOfCases from './16-cards-of-cases.ts'
import * as slips from './17-slips.ts'
import * as toldCards from './18-told-cards.ts'
import * as replacedActions from './19-replaced-actions.ts'
import * as confirmedActions from './20-confirmed-actions.ts'
import * as troubles from './31-troubles.ts'
import * as customerCare from './32-customer-care.ts'

/** In the order in which they are run; names are for good once they have landed. */
export const migrations: Record<string, Knex.Migration> = {
  '01-operators': operators,
  '02-customers': customers,
  '03-script-versions': scriptVersions,
  '04-cases': cases,
  '05-calls': calls,
  '06-card-actions': cardActions,
  '07-commitments': commitments,
  '08-audit-events': auditEvents,
  '09-case-history': caseHistory,
  '10-case-words': caseWords,
  '11-action-attempts': actionAttempts,
  '12-tasks': tasks,
  '13-card-events': cardEvents,
  '15-paper-calls': paperCalls,
  '14-manual-stops': manualStops,
  '16-cards-of-cases': cardsOfCases,
  '17-slips': slips,
  '18-told-cards': toldCards,
  '19-replaced-actions': replacedActions,
  '20-confirmed-actions': confirmedActions,
  '31-troubles': troubles,
  '32-customer-care': customerCare,
}
