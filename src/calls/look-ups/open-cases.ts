import type { LookUp } from '../look-up.ts'
import { fact } from './fact.ts'
import { seen } from './seen.ts'

/** Open cases of the caller; Annai knows them itself. */
export const openCases: LookUp = async ({ openCases: cases }) =>
  cases.length === 0
    ? seen({ proposed: 'none', facts: [fact('cases.none', {})] })
    : seen({
        proposed: 'found',
        facts: [fact('cases.open', { count: cases.length }, 'warn')],
        candidates: cases,
      })
