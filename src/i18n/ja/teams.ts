/** Who works together. */
export const teams = {
  title: 'チーム',
  count: (n: number) => `${n}チーム`,
  lead: 'チームの人は、そのチームの窓口から「次の案件」を引き受けます。人を移すと、その人の未完了の案件も新しいチームの一覧に移ります。',
  name: 'チーム名',
  queue: '引き受ける窓口',
  save: '保存する',
  change: '名前・窓口を変える',
  members: (n: number) => `${n}人`,
  nobody: 'まだ誰もいません。',
  none: 'チームなし',
  of: (name: string) => `${name} のチーム`,
  move: '移す',
  make: 'チームを作る',
  taken: 'この名前のチームはすでにあります。',
}
