import type { CaseFile } from './case-file.ts'
import {
  CONFLICT,
  type FormDeps,
  handOf,
  problemOf,
  refused,
  type Sent,
  TAKEN,
  type Taken,
} from './case-forms.ts'
import { setWords, wordsMark } from './case-words.ts'
import { demandCase } from './cases.ts'
import { lockFamily } from './families.ts'

/** Puts the words of a case right, if they still are those that were seen: else whoever wrote sees both. */
export async function takeWords(deps: FormDeps, caseFile: CaseFile, sent: Sent): Promise<Taken> {
  const { form, t } = sent
  const words = { wanted: linesOf(form.text('wanted')), nextSteps: linesOf(form.text('nextSteps')) }
  const problem =
    problemOf(words.wanted, t.cases.wanted, t, false) ??
    problemOf(words.nextSteps, t.cases.open, t, false)
  if (problem !== null) return refused(problem)
  return await deps.db.transaction(async (trx) => {
    await lockFamily(trx, [caseFile.id])
    const now = await demandCase(trx, caseFile.id)
    if (wordsMark(now) === wordsMark(words)) return TAKEN
    if (wordsMark(now) !== form.text('seen')) return CONFLICT
    await setWords(trx, caseFile.id, words, handOf(deps, sent))
    return TAKEN
  })
}

const linesOf = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .trim()
