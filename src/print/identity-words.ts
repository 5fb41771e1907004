import type { Wording } from '../calls/wording.ts'
import { higher, type Level } from '../scripts/script.ts'
import type { CaseMatter } from './case-record.ts'

/** The highest level that each call came to, and when: verified (14:09 and 2 more calls). */
export function identityWords(matters: readonly CaseMatter[], { t, fmt }: Wording): string {
  const calls = new Map(matters.map(({ context }) => [context.call.id, context]))
  const reached = [...calls.values()].map(({ call, standing }) => {
    const level = standing.path.reduce<Level>(
      (best, passed) => higher(best, passed.before.identity),
      standing.state.identity,
    )
    const given = call.entries.find((entry) => entry.facts.gives?.identity === level)
    return { level, at: given?.at ?? call.startedAt, isWritten: call.paper !== null }
  })
  // What a slip says is told apart: nobody could look it up.
  const parts = (['full', 'basic', 'none'] as const).flatMap((level) =>
    [false, true].flatMap((isWritten) => {
      const same = reached.filter((each) => each.level === level && each.isWritten === isWritten)
      const [first, ...more] = same
      const words = t.terms.level[level] + (isWritten ? t.layout.aside(t.paper.asWritten) : '')
      return first ? [t.print.identityAt(words, fmt.instant(first.at), more.length)] : []
    }),
  )
  return t.formats.list(parts)
}
