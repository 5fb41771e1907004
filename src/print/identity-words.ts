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
    return { level, at: given?.at ?? call.startedAt }
  })
  const parts = (['full', 'basic', 'none'] as const).flatMap((level) => {
    const [first, ...more] = reached.filter((each) => each.level === level)
    return first
      ? [t.print.identityAt(t.terms.level[level], fmt.instant(first.at), more.length)]
      : []
  })
  return t.formats.list(parts)
}
