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
import * as namePatterns from './21-name-patterns.ts'
import * as mergedCases from './22-merged-cases.ts'
import * as queues from './23-queues.ts'
import * as caseViews from './24-case-views.ts'
import * as bulkChanges from './25-bulk-changes.ts'
import * as prints from './26-prints.ts'
import * as promisesAndPeople from './27-promises-and-people.ts'
import * as caseWork from './28-case-work.ts'
import * as customerMerges from './29-customer-merges.ts'
import * as troubles from './30-troubles.ts'
import * as customerCare from './31-customer-care.ts'
import * as search from './32-search.ts'
import * as servedCases from './33-served-cases.ts'
import * as printsOfPeople from './35-prints-of-people.ts'
import * as auditChain from './36-audit-chain.ts'
import * as passwords from './38-passwords.ts'
import * as sessions from './39-sessions.ts'
import * as secondFactors from './40-second-factors.ts'
import * as verificationTries from './41-verification-tries.ts'
import * as verificationAlerts from './42-verification-alerts.ts'
import * as erasures from './44-erasures.ts'
import * as retention from './45-retention.ts'
import * as auditArchive from './46-audit-archive.ts'
import * as keptForms from './48-kept-forms.ts'
import * as alertsOfReading from './50-alerts-of-reading.ts'
import * as erasureLedger from './52-erasure-ledger.ts'

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
  '14-manual-stops': manualStops,
  '15-paper-calls': paperCalls,
  '16-cards-of-cases': cardsOfCases,
  '17-slips': slips,
  '18-told-cards': toldCards,
  '19-replaced-actions': replacedActions,
  '20-confirmed-actions': confirmedActions,
  '21-name-patterns': namePatterns,
  '22-merged-cases': mergedCases,
  '23-queues': queues,
  '24-case-views': caseViews,
  '25-bulk-changes': bulkChanges,
  '26-prints': prints,
  '27-promises-and-people': promisesAndPeople,
  '28-case-work': caseWork,
  '29-customer-merges': customerMerges,
  '30-troubles': troubles,
  '31-customer-care': customerCare,
  '32-search': search,
  '33-served-cases': servedCases,
  '35-prints-of-people': printsOfPeople,
  '36-audit-chain': auditChain,
  '38-passwords': passwords,
  '39-sessions': sessions,
  '40-second-factors': secondFactors,
  '41-verification-tries': verificationTries,
  '42-verification-alerts': verificationAlerts,
  '44-erasures': erasures,
  '45-retention': retention,
  '46-audit-archive': auditArchive,
  '48-kept-forms': keptForms,
  '50-alerts-of-reading': alertsOfReading,
  '52-erasure-ledger': erasureLedger,
}
