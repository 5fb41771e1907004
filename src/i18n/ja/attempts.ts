/** How an action went out to the card system, and what came back. */
export const attempts = {
  summary: (times: number) => `送信と照会 ${times}回`,
  kinds: { send: '送信', ask: '結果の照会' },
  took: (seconds: string) => `${seconds}秒後`,
  none: '応答の記録なし',
  answers: {
    unknown: '受け付けの記録なし',
    running: '処理中',
    timeout_unknown: '応答なし（行われたかは不明）',
    unavailable: '受け付けられない（未実行）',
    rate_limited: '混雑（未実行）',
  },
  refused: (code: string) => `断られた（${code}）`,
}
