/** What can be wrong in a script's files, told to its author. */
export const SENTENCES = {
  syntax: { ja: 'YAMLとして読めません：{detail}', en: 'This is not YAML: {detail}' },
  alias: {
    ja: 'アンカーとエイリアス（& と *）は使えません。',
    en: 'Anchors and aliases (& and *) are not allowed.',
  },
  duplicate_key: { ja: '同じキーが二度あります。', en: 'This key stands here twice.' },
  duplicate_id: {
    ja: '{what}「{name}」は {first} で宣言済みです。',
    en: 'The {what} "{name}" is already declared at {first}.',
  },
  duplicate_value: {
    ja: '値「{name}」が二度あります。',
    en: 'The value "{name}" stands here twice.',
  },
  missing_file: { ja: 'ファイル「{name}」がありません。', en: 'There is no file "{name}".' },
  include_cycle: {
    ja: '「{name}」が自分自身を取り込んでいます。',
    en: '"{name}" includes itself.',
  },
  not_mapping: { ja: 'キーと値の組が必要です。', en: 'Keys and values are needed here.' },
  not_list: { ja: '一覧が必要です。', en: 'A list is needed here.' },
  not_name: { ja: '名前が必要です。', en: 'A name is needed here.' },
  not_count: { ja: '1以上の整数が必要です。', en: 'A whole number of at least 1 is needed here.' },
  not_truth: { ja: 'true か false が必要です。', en: 'true or false is needed here.' },
  not_text: {
    ja: '日本語（ja）と英語（en）の文が必要です。',
    en: 'A text in Japanese (ja) and English (en) is needed here.',
  },
  empty: { ja: '空にはできません。', en: 'This must not be empty.' },
  bad_id: {
    ja: '「{name}」は名前に使えません（英小文字で始まり、英小文字・数字・_ のみ。yes・no・on・off・true・false・null は不可）。',
    en: '"{name}" cannot be a name (lower-case letters, digits and _, starting with a letter; not yes, no, on, off, true, false, null).',
  },
  unknown_key: {
    ja: 'キー「{name}」はここでは使えません。',
    en: 'The key "{name}" is not known here.',
  },
  missing_key: { ja: 'キー「{name}」がありません。', en: 'The key "{name}" is missing.' },
  missing_translation: {
    ja: '「{name}」の訳がありません。',
    en: 'The wording in "{name}" is missing.',
  },
  unknown: { ja: '{what}「{name}」はありません。', en: 'There is no {what} "{name}".' },
  placeholder_broken: {
    ja: '差し込みの波かっこ {{ }} が閉じていません。',
    en: 'The braces {{ }} of a placeholder are not closed.',
  },
  placeholder_differs: {
    ja: '日本語と英語で差し込みが違います：{name}',
    en: 'The Japanese and the English do not use the same placeholders: {name}',
  },
  placeholder_here: {
    ja: 'ここには差し込みを使えません。',
    en: 'Placeholders are not allowed here.',
  },
  outcome_missing: {
    ja: '結果「{name}」の行き先がありません。',
    en: 'The outcome "{name}" is not handled.',
  },
  outcome_never_given: {
    ja: '「{by}」は結果「{name}」を返しません（担当者が選ぶなら by: operator）。',
    en: '"{by}" never gives the outcome "{name}" (mark it by: operator if a person picks it).',
  },
  outcome_by_system: {
    ja: '結果「{name}」は「{by}」が返すもので、by: operator にはできません。',
    en: 'The outcome "{name}" is given by "{by}", so it cannot be by: operator.',
  },
  outcome_guarded: {
    ja: '結果「{name}」に条件（when・needs）は付けられません。いつでも返り得ます。',
    en: 'The outcome "{name}" cannot have when or needs: it may come at any time.',
  },
  value_missing: {
    ja: '{on} の値「{name}」の行き先がありません。',
    en: 'The value "{name}" of {on} is not handled.',
  },
  needs_too_low: {
    ja: 'needs: {name} は「{by}」に必要な {level} より低くできません。',
    en: 'needs: {name} is lower than {level}, which "{by}" demands.',
  },
  parameter_value: {
    ja: '変数「{name}」は「{value}」のことがありますが、この処理はその値を受け付けません。',
    en: 'The variable "{name}" may be "{value}", which this action does not take.',
  },
  bound_circle: {
    ja: 'at_most の then をたどると、この手順に戻ります。',
    en: 'Following the then of at_most leads back to this step.',
  },
  policy_form: {
    ja: '方針の形が分かりません（before・after・before_end のどれか一つ）。',
    en: 'This is no form of policy (exactly one of before, after, before_end).',
  },
  pattern_empty: {
    ja: '出来事（step・act・look_up・commitment のどれか一つ）が必要です。',
    en: 'An event is needed here (exactly one of step, act, look_up, commitment).',
  },
  nothing_required: { ja: '何も求めていません。', en: 'This requires nothing.' },
  never_happens: {
    ja: 'この手順書では{what}「{name}」が起こりません。',
    en: 'Nothing in this script is the {what} "{name}".',
  },
  no_end: { ja: '「{name}」は終了の手順ではありません。', en: '"{name}" is not an end.' },
} as const

/** The kinds of names. */
export const WORDS = {
  step: { ja: '手順', en: 'step' },
  phase: { ja: '段階', en: 'phase' },
  kind: { ja: '手順の種類', en: 'kind of step' },
  variable: { ja: '変数', en: 'variable' },
  value: { ja: '値', en: 'value' },
  interrupt: { ja: '割り込み', en: 'interrupt' },
  policy: { ja: '方針', en: 'policy' },
  outcome: { ja: '結果', en: 'outcome' },
  field: { ja: '項目', en: 'field' },
  field_type: { ja: '項目の種類', en: 'type of field' },
  level: { ja: '本人確認の段階', en: 'identity level' },
  look_up: { ja: '照会', en: 'look-up' },
  action: { ja: '処理', en: 'action' },
  parameter: { ja: '引数', en: 'parameter' },
  placeholder: { ja: '差し込み', en: 'placeholder' },
  commitment: { ja: '約束', en: 'commitment' },
  never: { ja: '注意の種類', en: 'warning' },
  reference: { ja: '参照表', en: 'reference table' },
  disposition: { ja: '終わり方', en: 'disposition' },
  word: { ja: '語', en: 'word' },
} as const
