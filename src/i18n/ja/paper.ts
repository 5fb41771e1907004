/** The paper slip: its numbered fields, the page on which it is entered, and what is said of such a call. */
export const paper = {
  title: '紙の受付票の入力',
  open: '紙の受付票を入力する',
  lead: 'Annai が使えないあいだに紙で受けたお電話を、受付票のとおりに入力します。番号は受付票の番号です。ここで入力しても、カードシステムへは何も送られません。',
  entered: (by: string, time: string) => `紙の受付票から入力（${by}、${time}）`,
  asWritten: '受付票の記載による',
  save: 'この内容で記録する',
  find: 'お客様を探す',
  fields: {
    when: '日付と時刻',
    day: '日付',
    from: '開始',
    to: '終了',
    operator: '応対者',
    fromNumber: '発信番号',
    version: '手順書の版',
    customer: 'お客様',
    name: 'お名前',
    kana: 'フリガナ',
    birthDate: '生年月日',
    phone: '電話番号',
    relation: '会員とのご関係',
    identity: '本人確認',
    last4: 'カードの下4桁',
    caseFile: '案件',
    caseNumber: '案件番号（続きのとき）',
    path: '番号の道筋',
    reason: '用件区分',
    cause: '判明した原因',
    wanted: 'お客様のご希望',
    promises: 'お約束したこと',
    promise: 'お約束',
    due: '期限',
    stop: '緊急停止',
    stopRef: '停止の受付番号',
    stopBy: '相手の氏名',
    stopAt: '依頼した時刻',
    stopCard: '停止したカードの下4桁',
    note: 'メモ・そのほかの答え',
  },
  hints: {
    time: '例：14:05。日付をまたいだときは、開始の日付を入れます。',
    search: 'お名前・フリガナ・生年月日・電話番号などから2つ以上を、空白で区切って入れます。',
    last4: '数枚のときは空白で区切ります。カード番号の全桁は入れないでください。',
    path: '受付票のとおりに、番号と記号を順に入れます。例：1a 4b 23a。割り込みは 12!1。',
    due: '例：2026-11-23 17:00、または 17:00（開始より前の時刻は翌日）',
    stop: '停止を依頼していないときは、空けておきます。',
  },
  notIdentified: '特定できない',
  newCase: '新しい案件',
  continueCase: (number: string, reason: string, owner: string) =>
    `${number}　${reason}　担当 ${owner}`,
  found: (n: number) => `${n}名が見つかりました。`,
  noneFound: '該当するお客様はいません。項目を確かめて、もう一度探してください。',
  notVerified:
    '本人確認が済んでいない通話があるため、お客様を探せません。通話を終えてから入力してください。',
  tooMany: '該当が多すぎます。項目を足してください。',
  noPromise: '（なし）',
  wrongTitle: '記録していません。次の点を確かめてください。入力した内容はそのまま残っています。',
  usedForm:
    'この画面の入力欄からは、すでに1件の通話を記録しています。いまの内容はまだ記録していません。もう一度「この内容で記録する」を押すと、別の受付票として記録します。',
  recordedCall: '記録した通話を開く',
  overlap: {
    title: '同じ時間の通話が、すでに入力されています',
    lead: '1人の応対者が同時に2件のお電話を受けることはありません。同じ受付票なら、もう一度記録しないでください。',
    call: (takenBy: string, time: string, enteredBy: string, enteredAt: string) =>
      `${takenBy}が受けた ${time} の通話（${enteredBy}が ${enteredAt} に入力）`,
    another: 'これは別の通話です',
  },
  errors: {
    required: (label: string) => `「${label}」を入力してください。`,
    day: '日付を確かめてください（例：2026-11-23、11/23）。',
    time: (label: string) => `「${label}」の時刻を確かめてください（例：14:05）。`,
    future: '終了の時刻がまだ来ていません。日付と時刻を確かめてください。',
    long: '開始から終了までが12時間を超えています。日付と時刻を確かめてください。',
    operator: '応対者を一覧から選んでください。',
    fromNumber: '発信番号を確かめてください（例：090-0000-0101）。',
    version: '手順書の版を一覧から選んでください。',
    twoItems: '検索には、項目を2つ以上入れてください。',
    customer: 'お客様を選ぶか、「特定できない」を選んでください。',
    caseFile: 'その案件は続けられません。お客様の案件を選び直してください。',
    last4: 'カードの下4桁は、数字4桁で入れてください。',
    noSuchCard: (last4: string) => `下4桁 ${last4} のカードは、選んだお客様にはありません。`,
    sameLast4: (last4: string) =>
      `下4桁 ${last4} のカードが2枚以上あります。管理者に確認してください。`,
    stopCard: '停止したカードの下4桁を、上の「カードの下4桁」にも入れてください。',
    overlap:
      '同じ応対者の同じ時間の通話が、すでに入力されています。別の通話のときは「これは別の通話です」に印を付けてください。',
    reason: '用件区分を一覧から選んでください。',
    cause: '判明した原因を一覧から選んでください。',
    promiseKind: (n: number) => `お約束の${n}行目の種類を選んでください。`,
    due: (n: number) => `お約束の${n}行目の期限を確かめてください（例：2026-11-23 17:00）。`,
    dueBeforeCall: (n: number) =>
      `お約束の${n}行目の期限が、通話の開始より前です。日付と時刻を確かめてください。`,
    samePromise: (n: number) => `お約束の${n}行目の種類は、すでに上の行にあります。`,
    stopIncomplete: '緊急停止の受付番号・相手の氏名・依頼した時刻を、すべて入力してください。',
    stopFuture:
      '停止を依頼した時刻がまだ来ていません。時刻を確かめてください（通話の開始より前の時刻は、翌日とみなします）。',
    stopNotOnPath: (numbers: string) =>
      `緊急停止が書かれていますが、道筋が緊急停止の手順（${numbers}）で「停止を依頼」を通っていません。`,
    stopMissing: '道筋で停止を依頼しています。緊急停止の欄を入力してください。',
    stopNeedsCard:
      '停止したカードの下4桁を入力してください。お客様を特定できないときも、受付票の下4桁を入れます。',
    identity: (written: string, path: string) =>
      `本人確認が合いません。受付票では「${written}」、道筋では「${path}」です。`,
    tooLong: (label: string) => `「${label}」が長すぎます。短くしてください。`,
  },
  /** Where a path cannot be followed: `at` names the place. */
  at: (place: number, text: string) =>
    text === '' ? `道筋の${place}番目：` : `道筋の${place}番目の「${text}」：`,
  path: {
    empty: '番号の道筋を入力してください。1番から始まります。',
    unread: '番号と記号として読み取れません。',
    not_next: (number: number, title: string) => `ここで次に来る手順は ${number}「${title}」です。`,
    no_key: (number: number, choices: string) =>
      `手順 ${number} の答えの記号がありません（${choices}）。`,
    no_such_key: (number: number, choices: string) =>
      `手順 ${number} に、その記号の答えはありません（${choices}）。`,
    not_offered: (number: number) =>
      `手順 ${number} のその答えは、ここまでの道筋では選べません。控え欄と照らし合わせてください。`,
    level: (number: number, title: string) =>
      `次の手順 ${number}「${title}」に要る本人確認が、道筋で済んでいません。`,
    needs_system: (number: number, key: string) =>
      `手順 ${number} の操作は、紙では行えません。行えなかったときの ${key} を入れてください。`,
    needs_customer: (number: number) =>
      `手順 ${number} のその答えには、お客様の特定が要ります。上でお客様を選んでください。`,
    needs_card: (number: number) =>
      `手順 ${number} のその答えには、カードの特定が要ります。カードの下4桁を入れてください。`,
    other_matter: (number: number) =>
      `手順 ${number} で別の用件に移っています。用件ごとに受付票を分けて、1件ずつ入力してください。`,
    behind_end: '通話は、その前で終わっています。',
    unfinished: (number: number, title: string, choices: string) =>
      `手順 ${number}「${title}」で途切れています。終わりまで入れてください（${choices}）。`,
    stuck: 'ここから先へ進めません。道筋を確かめてください。',
  },
}
