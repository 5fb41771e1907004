import type { Db } from '../db.ts'
import type { Operator } from '../operators/operator.ts'
import type { Language } from '../scripts/script.ts'
import type { Wording } from '../web/wording.ts'
import type { CaseFile } from './case-file.ts'
import type { CasePage } from './case-page.ts'
import type { ClosingFacts } from './closing.ts'
import type { DeskPage } from './desk-page.ts'
import type { GuardedPage } from './guarded-page.ts'
import type { SaidDue } from './promise-forms.ts'

/**
 * What the pages of this room show of the rooms above it (calls and the card system). The room says what it needs and
 * the app hands it in, so that cases know nothing of calls.
 */
export interface CaseReaders {
  desk(operator: Operator, wording: Wording): Promise<DeskPage>
  casePage(
    caseFile: CaseFile,
    operator: Operator,
    wording: Wording,
    typed: CasePage['typed'],
  ): Promise<CasePage>
  /** What is shown instead of the page while the operator's own caller is not verified; null when all may be seen. */
  guarded(caseFile: CaseFile, operator: Operator, wording: Wording): Promise<GuardedPage | null>
  /** Whether lists may tell how cases stand: not while a caller of the operator's is not verified. */
  mayTellStatus(operator: Operator): Promise<boolean>
  /** The state of everything that was started for these cases in the card system. */
  actionStates(db: Db, caseIds: readonly string[]): Promise<ClosingFacts['actions']>
  /** What the rooms above know of whether these cases may be closed. */
  closing(
    db: Db,
    caseIds: readonly string[],
  ): Promise<Pick<ClosingFacts, 'actions' | 'missingWrapUps' | 'callsGoingOn'>>
  /** When something is due, by business hours and holidays; null for what is no time. */
  dueOf(said: SaidDue, now: Date): Date | null
  /** How a promise is usually told, in the language of whoever tells it. */
  promiseWording(promise: {
    readonly caseId: string
    readonly kind: string
    readonly dueAt: Date
    readonly owner: Operator
    readonly language: Language
  }): Promise<string>
}
