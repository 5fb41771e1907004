/** A script with nothing wrong. */
export const SOUND = `id: tiny
title: { ja: 表題, en: Title }
start: ask_it
phases: [{ id: p, title: { ja: 段階, en: Phase } }]
variables: { mood: [calm, cross], why: [lost, stolen] }
interrupts: { lost: { label: { ja: 紛失, en: Lost }, next: find, set: { mood: cross } } }
policies:
  - { id: first, text: { ja: 先に, en: First }, before: { act: stop_card }, require: [{ step: ask_it, outcome: go }] }
steps:
  ask_it:
    phase: p
    kind: ask
    title: { ja: 質問, en: Question }
    say: { ja: '{{case.no}}です。', en: 'It is {{case.no}}.' }
    never: [pan]
    fields: { note: { label: { ja: 控え, en: Note }, type: long_text } }
    at_most: { visits: 2, then: find }
    choices:
      go: { label: { ja: 進む, en: Go }, next: find, when: { mood: calm }, commits: [call_back] }
      stay: { label: { ja: 残る, en: Stay }, next: ask_it }
  find:
    phase: p
    kind: check
    title: { ja: 照会, en: Look up }
    look_up: stoppable_cards
    choices:
      picked: { next: stop }
      none: { next: turn }
      unavailable: { next: turn }
      later: { by: operator, label: { ja: 後で, en: Later }, next: turn }
  stop:
    phase: p
    kind: act
    title: { ja: 停止, en: Stop }
    action: stop_card
    with: { reason: $why }
    choices: { ok: { next: turn }, refused: { next: turn }, unavailable: { next: turn }, unknown: { next: turn } }
  turn: { phase: p, kind: route, on: mood, choices: { calm: { next: bye }, cross: { next: bye } } }
  bye: { phase: p, kind: say, title: { ja: 挨拶, en: Goodbye }, say: { ja: では。, en: Goodbye. }, next: end }
  end: { phase: p, kind: end, title: { ja: 終了, en: End }, disposition: resolved }
`

/** Shows in a case where a problem must be told. */
const MARK = '‸'

/** The sound script with one thing changed; the marks show where the problems are, in their order. */
export const CASES: readonly (readonly [
  what: string,
  from: string,
  to: string,
  problems: string[],
])[] = [
  ['YAML that cannot be read', 'on: mood, choices', 'on: mood, ‸]choices', ['syntax']],
  ['an anchor', 'start: ask_it', 'start: ‸&a ask_it', ['alias']],
  ['a key twice', 'start: ask_it', 'start: ask_it\n‸start: find', ['duplicate_key']],
  ['a key that is not known', 'id: tiny', 'id: tiny\n‸sart: ask_it', ['unknown_key sart']],
  ['a step that is not known', 'next: ask_it }', 'next: ‸ask_its }', ['unknown ask_its']],
  ['a start that is not known', 'start: ask_it', 'start: ‸nowhere', ['unknown nowhere']],
  [
    'a missing start',
    'id: tiny\ntitle: { ja: 表題, en: Title }\nstart: ask_it',
    '‸id: tiny\ntitle: { ja: 表題, en: Title }',
    ['missing_key start'],
  ],
  ['a missing translation', '{ ja: 残る, en: Stay }', '‸{ ja: 残る }', ['missing_translation en']],
  ['a blank one', '{ ja: 残る, en: Stay }', "{ ja: ‸' ', en: Stay }", ['missing_translation ja']],
  ['a text that is none', '{ ja: 残る, en: Stay }', '‸Stay', ['not_text']],
  [
    'a placeholder that is not known',
    'ja: では。, en: Goodbye. }',
    'ja: では。, en: Goodbye. }, hint: ‸{ ja: "{{case.nos}}", en: "{{case.nos}}" }',
    ['unknown case.nos'],
  ],
  [
    'a placeholder in one language',
    'say: { ja: では。, en: Goodbye. }',
    'say: ‸{ ja: "{{case.no}}", en: Goodbye. }',
    ['placeholder_differs case.no'],
  ],
  [
    'a broken placeholder',
    'say: { ja: では。, en: Goodbye. }',
    'say: ‸{ ja: "{{case.no}", en: Goodbye. }',
    ['placeholder_broken'],
  ],
  [
    'a placeholder in a label',
    '{ ja: 残る, en: Stay }',
    "‸{ ja: 残る, en: '{{case.no}}' }",
    ['placeholder_here'],
  ],
  [
    'an outcome not handled',
    '    choices:\n      picked: { next: stop }\n      none: { next: turn }',
    '    choices:\n      ‸picked: { next: stop }',
    ['outcome_missing none'],
  ],
  [
    'an outcome never given',
    '      none: { next: turn }',
    '      none: { next: turn }\n      ‸nothing: { next: turn }',
    ['outcome_never_given nothing'],
  ],
  [
    "the system's outcome taken by a person",
    'none: { next: turn }',
    'none: { by: ‸operator, next: turn }',
    ['outcome_by_system none'],
  ],
  [
    "a guard on the system's outcome",
    'none: { next: turn }',
    'none: { next: turn, when: ‸{ mood: calm } }',
    ['outcome_guarded none'],
  ],
  [
    'a value of a route not handled',
    '{ calm: { next: bye }, cross: { next: bye } }',
    '‸{ calm: { next: bye } }',
    ['value_missing cross'],
  ],
  [
    'a value that a route cannot have',
    'cross: { next: bye } }',
    'cross: { next: bye }, ‸glad: { next: bye } }',
    ['unknown glad'],
  ],
  ['a route on nothing known', 'on: mood', 'on: ‸mod', ['unknown mod']],
  ['a variable that is not known', 'when: { mood: calm }', 'when: { ‸mod: calm }', ['unknown mod']],
  ['a value that is not known', 'set: { mood: cross }', 'set: { mood: ‸angry }', ['unknown angry']],
  [
    'a level that is too low',
    'look_up: stoppable_cards',
    'look_up: stoppable_cards\n    needs: ‸none',
    ['needs_too_low none'],
  ],
  ['a look-up that is not known', 'look_up: stoppable_cards', 'look_up: ‸cards', ['unknown cards']],
  [
    'an action without its parameter',
    '    phase: p\n    kind: act\n    title: { ja: 停止, en: Stop }\n    action: stop_card\n    with: { reason: $why }',
    '    ‸phase: p\n    kind: act\n    title: { ja: 停止, en: Stop }\n    action: stop_card',
    ['missing_key with'],
  ],
  ['a parameter of no variable', 'reason: $why', 'reason: ‸$wy', ['unknown wy']],
  ['a parameter that the action does not take', '$why', '‸stollen', ['unknown stollen']],
  ['a variable with a value that it does not take', '$why', '‸$mood', ['parameter_value mood']],
  [
    'a commitment that is not known',
    'commits: [call_back]',
    'commits: [‸call_bach]',
    ['unknown call_bach'],
  ],
  ['a type of field that is not known', 'type: long_text', 'type: ‸essay', ['unknown essay']],
  ['a warning that is not known', 'never: [pan]', 'never: [‸pans]', ['unknown pans']],
  [
    'an end without a disposition',
    'end: { phase: p, kind: end, title: { ja: 終了, en: End }, disposition: resolved }',
    'end: ‸{ phase: p, kind: end, title: { ja: 終了, en: End } }',
    ['missing_key disposition'],
  ],
  ['an outcome that cannot be one', '      stay: {', '      ‸no: {', ['bad_id no']],
  [
    'a bound that leads back to itself',
    '  find:\n    phase: p',
    '  ‸find:\n    at_most: { visits: 1, then: find }\n    phase: p',
    ['bound_circle'],
  ],
  ['a bound without visits', 'visits: 2', 'visits: ‸0', ['not_count']],
  ['a policy about an outcome that is none', 'outcome: go }', 'outcome: ‸gone }', ['unknown gone']],
  [
    'a policy about what never happens',
    'before: { act: stop_card }',
    'before: ‸{ act: open_claim }',
    ['never_happens open_claim'],
  ],
  [
    'a policy without a form',
    '{ id: first, text: { ja: 先に, en: First }, before: { act: stop_card }',
    '‸{ id: first, text: { ja: 先に, en: First }',
    ['policy_form'],
  ],
]

/** Puts a case into the sound script: the text, and the places of its marks. */
export function marked(from: string, to: string): { text: string; places: string[] } {
  const places: string[] = []
  let text = SOUND.replace(from, () => to)
  for (let at = text.indexOf(MARK); at >= 0; at = text.indexOf(MARK)) {
    const lines = text.slice(0, at).split('\n')
    places.push(`${lines.length}:${(lines.at(-1) ?? '').length + 1}`)
    text = text.replace(MARK, '')
  }
  return { text, places }
}
