import type { CommitmentWords } from '../commitment-words.ts'

/** What each kind of promise is called, and how it is worded; the wording is kept as it was told. */
export const commitments = {
  call_back: {
    name: '折り返しの電話',
    wording: ({ due, operator, window }: CommitmentWords) =>
      `${due}までに、${operator}からご登録の番号へ折り返しご連絡します${
        window === '' ? '' : `（ご都合のよい時間帯：${window}）`
      }。`,
  },
  follow_up: {
    name: '対応の続き',
    wording: ({ due, operator }: CommitmentWords) =>
      `${due}までに、${operator}がこの件の対応を続けます。`,
  },
  network_answer: {
    name: '国際ブランドの回答',
    wording: ({ due, card }: CommitmentWords) =>
      `${card}の停止理由を国際ブランドに確認し、${due}までに結果をご連絡します。`,
  },
  delivery: {
    name: '新しいカードのお届け',
    wording: ({ from, to, due }: CommitmentWords) =>
      from === ''
        ? `新しいカードを、${due}までに簡易書留でお届けします。`
        : `新しいカードを、${from}から${to}ごろに簡易書留でお届けします。`,
  },
  tell_delivery: {
    name: 'お届けのご案内',
    wording: ({ due }: CommitmentWords) =>
      `新しいカードのお届け予定と受け取り方を、${due}までにご案内します。`,
  },
  tell_lock: {
    name: 'ロックのご案内',
    wording: ({ card }: CommitmentWords) =>
      `${card}のパスワードを設定後にお電話をいただき、本人認証のロックを解除します。`,
  },
  verify_manual_stop: {
    name: '緊急停止の確認',
    wording: ({ card, due }: CommitmentWords) =>
      `別の方法で行った${card}の停止を、${due}までにカードシステムで確認します。`,
  },
  holder_calls: {
    name: 'ご本人からのお電話',
    wording: ({ card }: CommitmentWords) =>
      `${card}の再発行などのお手続きのため、会員ご本人からお電話をいただきます。`,
  },
  address_review: {
    name: '住所変更の審査',
    wording: ({ due }: CommitmentWords) =>
      `再発行と同時の住所変更を担当部署で確認し、${due}までに結果をご連絡します。`,
  },
  reissue: {
    name: '再発行の申し込み',
    wording: ({ card, due }: CommitmentWords) =>
      `${card}の再発行を${due}までに申し込み、お届け予定をご連絡します。`,
  },
  claim: {
    name: '不正利用の申告',
    wording: ({ card, due }: CommitmentWords) =>
      `${card}の覚えのないご利用の申告を、${due}までに受け付けます。`,
  },
  reshipment: {
    name: 'カードの再送',
    wording: ({ due }: CommitmentWords) =>
      `戻ってきたカードの再送を${due}までに手配し、ご連絡します。`,
  },
  shipment_trace: {
    name: '配送の調査',
    wording: ({ due }: CommitmentWords) =>
      `カードの配送状況を調べ、${due}までに結果をご連絡します。`,
  },
  fraud_desk: {
    name: '不正対策窓口からの連絡',
    wording: ({ due }: CommitmentWords) => `不正対策窓口から、${due}までにご連絡します。`,
  },
  verify_stop: {
    name: '停止結果の確認',
    wording: ({ card, due }: CommitmentWords) =>
      `${card}の停止の結果を確認し、${due}までにご連絡します。`,
  },
  receipt_check: {
    name: 'お受け取りの確認',
    wording: ({ due }: CommitmentWords) =>
      `ご家族のお受け取りをご確認いただき、${due}までにこちらからもお伺いします。`,
  },
  retry_later: {
    name: '再試行の結果',
    wording: ({ card }: CommitmentWords) =>
      `${card}で後ほどお試しいただき、うまくいかないときはお電話をいただきます。`,
  },
  document: {
    name: '書類のお届け',
    wording: ({ due }: CommitmentWords) => `ご案内の書類を、${due}までにお送りします。`,
  },
}
