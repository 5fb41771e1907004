import type { Wording } from '../web/wording.ts'
import { type Names, nameOf } from './case-lines.ts'
import type { Person } from './presences.ts'

/** Who else is there, each in one sentence; somebody who writes is told of once. */
export function peopleLines(
  people: readonly Person[],
  viewerId: string,
  names: Names,
  { t, fmt }: Pick<Wording, 't' | 'fmt'>,
): string[] {
  const others = people.filter(({ operatorId }) => operatorId !== viewerId)
  const ids = [...new Set(others.map(({ operatorId }) => operatorId))]
  return ids.map((id) => {
    const [name, own] = [nameOf(names, id), others.filter((each) => each.operatorId === id)]
    const open = own.find(({ as }) => as === 'call') ?? own.find(({ as }) => as === 'page')
    const isWriting = own.some(({ as }) => as === 'writing')
    if (!open) return t.people.writing(name)
    const words = isWriting
      ? t.people.hereWriting
      : open.as === 'call'
        ? t.people.inCall
        : t.people.here
    return words(name, fmt.time(open.since))
  })
}
