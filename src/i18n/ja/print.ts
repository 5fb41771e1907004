export const print = {
  summaryTitle: (number: string) => `案件票　${number}`,
  letterTitle: 'お手続き内容のご案内',
  print: '印刷する',
  back: '案件へ戻る',
  status: '状況',
  owner: '担当',
  printed: (time: string, name: string) => `印刷 ${time}　${name}`,
  printNumber: (n: number) => `印刷番号 ${n}`,
  wanted: 'ご要望',
  scripts: '手順書',
  scriptVersion: (title: string, n: number) => `${title} 第${n}版`,
  about: (reason: string, cause: string) => `${reason}／${cause}`,
  stoppedAt: (card: string, time: string) => `${card}（${time} 利用停止）`,
  newCardComes: (card: string, from: string, to: string) =>
    `${card}簡易書留　${from}～${to}ごろお届け`,
  newCardCame: (card: string, date: string) => `${card}${date} お届け済み`,
  nextPromise: (due: string, promise: string, owner: string) =>
    `${due}まで　${promise}　担当 ${owner}`,
  identityAt: (level: string, time: string, more: number) =>
    `${level}（${time}${more > 0 ? `　ほか${more}回` : ''}）`,
  resultWith: (ending: string, promises: string) => `${ending}（お約束：${promises}）`,
  customerAndCard: 'お客様とカード',
  customer: 'お客様',
  memberNo: '会員番号',
  identity: '本人確認',
  card: '対象カード',
  newCard: '新しいカード',
  caseFacts: '案件',
  reason: '用件',
  cause: '原因',
  disposition: '結果',
  opened: '受付',
  closed: '完了',
  calls: 'お電話の経過',
  nth: '回',
  when: '日時・担当',
  found: '確認したこと',
  done: '行ったこと',
  result: '結果',
  length: (time: string) => `通話 ${time}`,
  actions: 'カードの操作',
  action: '操作',
  target: '対象',
  at: '日時',
  state: '結果',
  receipt: '受付番号',
  noted: (words: string, time: string) => `${words}（${time} 記録）`,
  told: 'お客様へのご案内（済）',
  commitments: 'お約束',
  due: '期限',
  promise: '内容',
  by: '約束した者',
  next: '次の対応',
  nothingNext: '残っている対応はありません。',
  notes: 'メモ',
  none: 'なし',
  history: (n: number) => `操作履歴 ${n}件`,
  proof: (hash: string) => `照合値 ${hash}`,
  internal: '社内限り　カード番号は下4桁のみ',
  pageOf: 'ページ',
  letter: {
    to: (name: string) => `${name} 様`,
    date: '作成日',
    number: '受付番号',
    greeting:
      '平素よりあさぎりカードをご利用いただき、誠にありがとうございます。お電話で承りました内容を、下記のとおりご案内いたします。',
    done: 'お手続きの内容',
    actions: {
      'release_lock.ok': (card: string) => `${card}の本人認証のロックを解除いたしました。`,
      'request_hold_release.ok': (card: string) =>
        `${card}の国際ブランド側でのご利用停止が解除されました。`,
      'request_hold_release.accepted': (card: string) =>
        `${card}の国際ブランド側でのご利用停止について、解除を依頼いたしました。`,
      'open_claim.ok': (card: string) => `${card}の覚えのないご利用のお申し出を承りました。`,
      'stop_card.ok': (card: string) => `${card}のご利用を停止いたしました。`,
      'record_manual_stop.ok': (card: string) => `${card}のご利用停止のお申し出を承りました。`,
      'request_reissue.ok': (card: string) => `${card}の再発行を承りました。`,
      'request_address_change.ok': () => 'ご登録のご住所の変更を承りました。',
      'request_address_change.review': () =>
        'ご登録のご住所の変更のお申し出を承りました。ただいま確認しております。',
      'request_reshipment.ok': () => 'カードの再送を手配いたしました。',
    },
    noneDone: 'この受付番号では、カードのお手続きは行っておりません。',
    newCard: '新しいカードのお届け',
    newCardArrives: (from: string, to: string) =>
      `新しいカードは、${from}から${to}ごろに、簡易書留でお届けいたします。`,
    newCardDelivered: (date: string) => `新しいカードは、${date}にお届けが済んでおります。`,
    newNumber: 'カード番号・有効期限・セキュリティコードは、すべて新しくなります。',
    receiving: 'お受け取りの際は、印鑑またはご署名をお願いいたします。',
    absence:
      'ご不在の場合は、郵便局の不在票に沿って、保管期間（約7日）のうちにお受け取りください。転送はされません。',
    oldCard: '今までのカードについて',
    oldCardCut: (card: string) =>
      `${card}は再びお使いいただけません。ICチップと磁気の部分にはさみを入れて裁断し、処分をお願いいたします。`,
    oldCardLost: (card: string) =>
      `${card}は、後日見つかりましても再びお使いいただけません。見つかった場合は裁断して処分してください。`,
    recurring: '毎月のお支払いについて',
    recurringSome: (names: string) =>
      `${names}など、カードをご登録のお支払い先へ、新しいカードへの変更をお届けください。自動で切り替わる会社もございますので、各社へご確認をお願いいたします。`,
    recurringNone: '毎月のお支払いのご登録はないと伺っております。',
    recurringUnknown:
      '毎月のお支払いにご登録のある場合は、各社へ新しいカードへの変更をお届けください。',
    recurringStopOnly:
      '毎月のお支払いにこのカードをご登録の場合は、お支払い方法の変更を各社へお届けください。再発行をご希望の際は、お電話をお願いいたします。',
    wallet: 'Apple Pay などについて',
    walletAutomatic:
      'Apple Pay は、新しいカードへ自動で切り替わります。お手元の端末でご確認ください。',
    walletDone:
      'Apple Pay は、新しいカードへ自動で切り替わっております。お手続きは必要ございません。',
    walletManual:
      'お手元の端末のウォレットで、今までのカードを削除し、新しいカードを追加してください。',
    walletCheck:
      'Apple Pay などをお使いの場合は、お手元の端末で新しいカードに切り替わったかをご確認ください。',
    portal: '会員サイト「あさぎりネット」について',
    portalOld:
      'あさぎりネットのご登録は、以前のカードのままです。新しいカードが届きましたら、新しいカードでのご登録と、本人認証サービスのパスワードの設定をお願いいたします。',
    portalNew: 'あさぎりネットのご登録は、新しいカードに変わっております。',
    portalLinked:
      'おまとめログインをお使いの場合は、カードの追加もあわせてお願いいたします。パスワードは、カードごとに設定が必要です。',
    promises: 'こちらからのお約束',
    prevention: 'カードを安全にお使いいただくために',
    preventionItems: [
      'カード番号や暗証番号を、人に見せたり教えたりなさらないでください。',
      '心当たりのないサイトでは、カードの情報を入力なさらないでください。',
      '暗号化されていない無料Wi-Fiでは、カードを使う操作をなさらないでください。',
      'ご利用明細を、こまめにご確認ください。',
      'お財布やかばんには、スキミング（情報の読み取り）への対策をなさってください。',
    ],
    never:
      '当社からお電話やメールで、暗証番号・パスワード・セキュリティコードをお伺いすることはございません。',
    contact: 'お問い合わせ',
    contactLead:
      'ご不明な点は、カード裏面の電話番号へお電話ください。受付番号をお伝えいただければ、続きからご案内いたします。',
    sender: 'あさぎりカード　インフォメーションセンター',
    handledBy: (name: string) => `担当　${name}`,
    shown: 'カード番号は下4桁だけを記しております。',
  },
}
