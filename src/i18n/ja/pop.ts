export const pop = {
  title: '着信',
  calling: (number: string) => `${number} からのお電話`,
  withheld: '番号が通知されていないお電話',
  oneLead:
    'この番号でご登録のお客様です。ご本人とは限りません。お名前はお客様に名乗っていただいてください。',
  manyLead: (n: number) =>
    `この番号でご登録のお客様が${n}名いらっしゃいます。どなたからのお電話か、お名前を伺ってから選んでください。`,
  noneLead: 'この番号でのご登録は見つかりません。お名前を伺ってから、手順の中で検索します。',
  openCases: '対応中の案件',
  noOpenCases: '対応中の案件はありません。',
  lastOperator: (name: string) =>
    name === '' ? '担当した人はまだいません' : `前回の担当：${name}`,
  continueCase: (number: string) => `案件 ${number} の続きとして受ける`,
  startOther: '新しい用件として受ける',
  startOtherHint: '名乗りと本人確認から始めます。',
  lastCall: (time: string) => `前回のお電話 ${time}`,
  available: '在席中',
}
