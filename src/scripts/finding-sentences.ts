import type { FindingKind } from './finding.ts'
import type { Level, Text } from './script.ts'

/** What a check can find, told to the script's author. */
export const FINDINGS: Readonly<Record<FindingKind, Text>> = {
  unreachable: {
    ja: 'どの通話も手順 {step} に着きません。',
    en: 'No call ever comes to the step {step}.',
  },
  never_offered: {
    ja: '手順 {step} の答え「{outcome}」は、どの通話でも選べません（when・needs が成り立つことがありません）。',
    en: 'At the step {step} no call is ever offered the answer {outcome}: its when or needs never holds.',
  },
  level: {
    ja: '手順 {step} には「{needs}」が必要ですが、「{level}」のまま着く通話があります。',
    en: 'The step {step} needs the identity level "{needs}", and a call comes to it at "{level}".',
  },
  placeholder: {
    ja: '手順 {step} で、「{level}」の相手に差し込み {placeholder} を読み上げる通話があります。',
    en: 'At the step {step} a call reads out {placeholder} to a caller at the level "{level}".',
  },
  no_choice: {
    ja: '手順 {step} で、選べる答えが一つもない通話があります。',
    en: 'At the step {step} a call has no answer left to choose.',
  },
  no_way_back: {
    ja: '手順 {step} の「{outcome}」で戻ろうとしても、戻る先のない通話があります。',
    en: 'At the step {step} the answer {outcome} goes back, and a call has nowhere to go back to.',
  },
  endless: {
    ja: '手順 {step} から、回数の上限なしに回り続けられる通話があります。',
    en: 'From the step {step} a call can go round without end: no at_most stands on the way.',
  },
  never_rests: {
    ja: '手順 {step} からの分岐が、いつまでも次の分岐に進み続けます。',
    en: 'The routes from the step {step} lead round and round and never come to rest.',
  },
  no_end_ahead: {
    ja: '手順 {step} からは、割り込みのほかに終わりへ着く道がありません。',
    en: 'From the step {step} no answer but an interrupt leads to an end.',
  },
  policy: {
    ja: '方針「{policy}」が守られない通話があります（手順 {step}）。',
    en: 'A call breaks the policy "{policy}" (at the step {step}).',
  },
  undecided: {
    ja: '手順書が大きすぎて、次のことを確かめられません：{about}',
    en: 'The script is too large to find out whether this is so: {about}',
  },
}

export const LEVEL_NAMES: Readonly<Record<Level, Text>> = {
  none: { ja: '未確認', en: 'none' },
  basic: { ja: '一部確認', en: 'basic' },
  full: { ja: '全項目確認', en: 'full' },
}

export const TELLING = {
  call: { ja: 'そうなる通話：', en: 'The call:' },
  start: {
    ja: '通話の始まりで、すでにそうなります。',
    en: 'It is so right at the start of a call.',
  },
  round: { ja: 'ここからは繰り返し：', en: 'From here round and round:' },
  interrupt: { ja: '割り込み「{label}」', en: 'interrupt "{label}"' },
  answer: { ja: '「{label}」', en: '"{label}"' },
} as const
