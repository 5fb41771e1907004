import { vocabulary } from '../../src/scripts/vocabulary.ts'
import { type Change, choicesOf, textsOf, wordAt } from './mutate.ts'

/** What is wrong in the files themselves; each change says what it did, or null where it found nothing to change. */
export function towardsNowhere(nth: number): Change {
  return ({ node }) => {
    const targets = [
      ...(node.has('next') ? [node] : []),
      ...choicesOf(node).map(([, each]) => each),
    ]
    const map = targets[nth]
    if (!map?.has('next')) return null
    map.set('next', 'nowhere_at_all')
    return `way ${nth} leads nowhere`
  }
}

export function withoutSystemChoice(nth: number): Change {
  return ({ node }) => {
    const system = ['check', 'act', 'route'].includes(wordAt(node, 'kind') ?? '')
    const given = system ? choicesOf(node).filter(([, each]) => !each.has('by')) : []
    const [outcome] = given[nth] ?? []
    if (outcome === undefined) return null
    node.deleteIn(['choices', outcome])
    return `without ${outcome}`
  }
}

export function withStrangeOutcome(nth: number): Change {
  return ({ node }) => {
    const [, first] = choicesOf(node)[0] ?? []
    const system = ['check', 'act', 'route'].includes(wordAt(node, 'kind') ?? '')
    if (nth > 0 || !first || !system) return null
    node.setIn(['choices', 'never_given'], { next: wordAt(first, 'next') })
    return 'with never_given'
  }
}

export function belowItsLevel(nth: number): Change {
  return ({ node }) => {
    const lookUp = vocabulary.lookUps[wordAt(node, 'look_up') ?? '']
    const level = (lookUp ?? vocabulary.actions[wordAt(node, 'action') ?? ''])?.level ?? 'none'
    if (nth > 0 || level === 'none') return null
    node.set('needs', level === 'full' ? 'basic' : 'none')
    return `below ${level}`
  }
}

export function withoutTranslation(nth: number): Change {
  return ({ node }) => {
    const texts = [...textsOf(node), ...choicesOf(node).flatMap(([, each]) => textsOf(each))]
    const language = nth % 2 === 0 ? 'en' : 'ja'
    return texts[nth]?.delete(language) ? `text ${nth} without ${language}` : null
  }
}

export function withMisspeltPlaceholder(nth: number): Change {
  return ({ node }) => {
    const said = textsOf(node).filter((each) => wordAt(each, 'ja')?.includes('{{'))[nth]
    const wording = said ? wordAt(said, 'ja') : null
    if (!said || wording === null) return null
    said.set('ja', wording.replace(/\{\{\s*([a-z_]+)/, '{{$1x'))
    return 'misspelt'
  }
}

/** What may leave a script that can be read: the check has to tell. */
export function withoutBound(nth: number): Change {
  return ({ node }) => (nth === 0 && node.delete('at_most') ? 'without its bound' : null)
}

export function withoutAnyLevel(nth: number): Change {
  return ({ node }) => {
    const own = wordAt(node, 'look_up') === null && wordAt(node, 'action') === null
    return nth === 0 && own && node.delete('needs') ? 'without its level' : null
  }
}

export function withoutPersonsChoice(nth: number): Change {
  return ({ node }) => {
    const kind = wordAt(node, 'kind')
    const all = choicesOf(node)
    const picked =
      kind === 'ask' ? all : all.filter(([, each]) => wordAt(each, 'by') === 'operator')
    const [outcome] = all.length > 1 ? (picked[nth] ?? []) : []
    if (outcome === undefined) return null
    node.deleteIn(['choices', outcome])
    return `without ${outcome}`
  }
}
