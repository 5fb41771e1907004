import { isByHand } from '../calls/by-hand.ts'
import { answersOf, type CallEntry } from '../calls/call.ts'
import { answerWords } from '../calls/path-view.ts'
import type { Wording } from '../calls/wording.ts'
import type { CaseMatter } from './case-record.ts'
import type { AsideRow } from './record-page.ts'
import { entryLines } from './record-rows.ts'

/** Every answer of the log that does not stand: put right by a later one, or not on the way any more. Nothing is lost. */
export function asideRows({ context, matter, passed }: CaseMatter, wording: Wording): AsideRow[] {
  const { call, version } = context
  const used = new Set(passed.map(({ answer }) => answer?.seq))
  const given = call.entries.filter((each) => each.kind === 'answer' && each.matter === matter)
  const answers = new Map(answersOf(given).map((each) => [each.seq, each]))
  return given
    .filter(({ seq }) => !used.has(seq))
    .map((entry) => {
      const step = version.script.steps.get(entry.step ?? '')
      return {
        at: entry.at,
        title: step?.title[wording.lang] ?? entry.step ?? '',
        answer: answerWords(version.script.interrupts, step, entry.outcome ?? '', wording),
        byHand: isByHand(call, answers.get(entry.seq)),
        lines: entryLines(step, entry, wording),
        why: whyOf(entry, given, wording),
      }
    })
}

function whyOf(entry: CallEntry, given: readonly CallEntry[], { t, fmt }: Wording): string {
  const later = given.find(
    ({ seq, step, visit }) => seq > entry.seq && step === entry.step && visit === entry.visit,
  )
  return later ? t.print.record.corrected(fmt.time(later.at)) : t.print.record.notUsed
}
