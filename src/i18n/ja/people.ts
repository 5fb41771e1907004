/** Who else is at work on the same thing, and what somebody had begun to write. */
export const people = {
  title: 'ほかの担当者',
  here: (name: string, time: string) => `${name} さんが開いています（${time} から）`,
  inCall: (name: string, time: string) => `${name} さんが通話の画面で開いています（${time} から）`,
  hereWriting: (name: string, time: string) =>
    `${name} さんが開いて、書き込み中です（${time} から）`,
  writing: (name: string) => `${name} さんが書き込み中です`,
  draftBack: (time: string) => `${time} の下書きを戻しました。まだ記録されていません。`,
  draftSaved: '下書き保存済み',
  draftSaving: '下書きを保存しています…',
  draftFailed: '下書きを保存できません。この画面を閉じないでください。',
  draftDrop: '下書きを消す',
  words: 'ご用件・残っていることを直す',
  wordsSubmit: '直した内容を保存する',
  wordsHint: '一行に一つずつ書いてください。変更はどなたが直したか記録に残ります。',
  conflict:
    'ほかの方が先に変更しました。両方の内容を並べています。右の欄を整えて、もう一度保存してください。',
  theirs: '保存されている内容',
  mine: 'あなたの入力・未保存',
  noteConflict:
    'ほかの画面でメモが変更されていました。下の欄に両方の内容を合わせました。確かめて保存してください。',
  noteMerged: 'ほかの画面の入力と合わせて保存しました',
}
