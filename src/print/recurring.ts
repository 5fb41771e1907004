import type { Language } from '../scripts/script.ts'
import type { CaseMatter, CaseRecord } from './case-record.ts'
import type { LetterPage } from './letter-page.ts'

type Recurring = NonNullable<LetterPage['recurring']>

/** What was said of monthly payments when the card was stopped. */
export function recurringAsked(record: CaseRecord, isOrdered: boolean, lang: Language): Recurring {
  const asked = record.matters.map((each) => answerIn(each, lang)).findLast((each) => each !== null)
  if (asked?.state === 'none') return asked
  if (!isOrdered && !isReissueOwed(record)) return { state: 'stop_only', names: '' }
  return asked ?? { state: 'unknown', names: '' }
}

const isReissueOwed = ({ commitments }: CaseRecord) =>
  commitments.some((each) => each.kind === 'reissue' && each.state === 'open')

function answerIn({ context, matter, passed }: CaseMatter, lang: Language): Recurring | null {
  const { call, version } = context
  const asked = passed.findLast(
    (each) => each.answer && version.script.steps.get(each.step)?.lookUp === 'recurring_merchants',
  )
  if (!asked?.answer) return null
  if (asked.answer.outcome === 'none') return { state: 'none', names: '' }
  const here = call.entries.filter(
    (entry) => entry.matter === matter && entry.step === asked.step && entry.visit === asked.visit,
  )
  const seen = here.findLast((entry) => entry.content.seen)?.content.seen?.values['recurring.names']
  const said = here.findLast((entry) => entry.content.fields)?.content.fields?.recurring_said ?? ''
  const listed = seen?.type === 'text' ? seen[lang] : ''
  const names = [listed, said.replace(/\s*\n\s*/g, '、').trim()].filter((each) => each !== '')
  return names.length > 0
    ? { state: 'some', names: names.join('、') }
    : { state: 'unknown', names: '' }
}
