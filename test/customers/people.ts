import type { CustomerSummary } from '../../src/cards/card.ts'

let count = 0
/** A fictional cardmember; only what a test is about has to be named. */
export function person(told: Partial<CustomerSummary> = {}): CustomerSummary {
  count += 1
  return {
    customerRef: `cus_test_${count}`,
    memberNo: String(70000000 + count),
    nameKanji: '架空 太郎',
    nameKana: 'カクウ タロウ',
    birthDate: '1980-01-31',
    phones: [{ kind: 'mobile', number: '09000000201', primary: true }],
    address: {
      postalCode: '0000012',
      prefecture: '東京都',
      city: '千代田区',
      line1: '架空町1丁目2番3号',
      line2: '霧ヶ丘ハイツ405号室',
    },
    bank: { name: 'あさぎり銀行', branch: '新宿支店' },
    preferredOperatorId: null,
    flags: [],
    cards: [
      { cardRef: `card_test_${count}`, label: 'あさぎりゴールド', network: 'AMEX', last4: '0005' },
    ],
    ...told,
  }
}
