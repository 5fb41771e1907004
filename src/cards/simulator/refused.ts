import type { ErrorCode } from '../card-system.ts'
import type { ErrorBody } from '../schemas.ts'

/** An operation that the card system declines, with the code of the contract. */
export class Refused extends Error {
  readonly code: ErrorCode
  readonly existing: unknown
  constructor(code: ErrorCode, existing?: unknown) {
    super(code)
    this.code = code
    this.existing = existing
  }
}

interface Told {
  status: number
  retryable?: true
  ja: string
  en: string
}

const TOLD: { [C in ErrorCode]: Told } = {
  invalid_request: {
    status: 400,
    ja: '入力の内容に誤りがあります。',
    en: 'The request is not valid.',
  },
  forbidden: { status: 403, ja: 'この操作は許可されていません。', en: 'This is not allowed.' },
  not_found: { status: 404, ja: '該当する記録がありません。', en: 'There is no such record.' },
  conflict_state: {
    status: 409,
    ja: '現在の状態では処理できません。',
    en: 'Not possible in the present state.',
  },
  already_reissued: {
    status: 409,
    ja: 'この停止に対する再発行はすでに受け付けています。',
    en: 'This stop has had its reissue already.',
  },
  duplicate_item: {
    status: 409,
    ja: 'すでに申告済みのご利用が含まれています。',
    en: 'One of these uses has been claimed already.',
  },
  second_return: {
    status: 409,
    ja: '二度目の返送のため、自動では再送できません。',
    en: 'Returned for the second time; not sent again automatically.',
  },
  network_pending: {
    status: 409,
    retryable: true,
    ja: '国際ブランドからの回答待ちです。',
    en: 'The network has not answered yet.',
  },
  idempotency_mismatch: {
    status: 422,
    ja: '同じキーで別の内容が送られました。',
    en: 'The key was used for another request.',
  },
  policy_refused: {
    status: 422,
    ja: '審査が必要なため、処理できません。',
    en: 'Refused: this needs a review.',
  },
  reissue_restricted: {
    status: 422,
    ja: 'このカードは再発行できません。',
    en: 'This card cannot be reissued.',
  },
  address_under_review: {
    status: 422,
    ja: 'ご住所の変更を審査中のため、再発行できません。',
    en: 'An address change is under review.',
  },
  invalid_postal_code: {
    status: 422,
    ja: '郵便番号が正しくありません。',
    en: 'The postcode is not valid.',
  },
  rate_limited: {
    status: 429,
    retryable: true,
    ja: 'アクセスが集中しています。',
    en: 'Too many requests.',
  },
  unavailable: {
    status: 503,
    retryable: true,
    ja: 'カードシステムを利用できません。',
    en: 'The card system is unavailable.',
  },
  timeout_unknown: {
    status: 504,
    ja: '結果を確認できません。',
    en: 'The outcome is not known.',
  },
}

export const statusOf = (code: ErrorCode): number => TOLD[code].status

export interface Answer {
  status: number
  body: unknown
}

/** How a refusal goes over the wire. */
export function refusalAnswer(code: ErrorCode, existing?: unknown): Answer {
  const { status, retryable = false, ja, en } = TOLD[code]
  const more = existing === undefined ? {} : { existing }
  const body: ErrorBody = { error: { code, retryable, message: { ja, en }, ...more } }
  return { status, body }
}
