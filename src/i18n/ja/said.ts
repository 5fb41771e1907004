/** Items that the caller says: searched and compared, never kept. */
export const said = {
  name: 'お名前（漢字またはカナ）',
  kana: 'お名前（カナ）',
  birthDate: '生年月日',
  birthDateHint: '例：1990-06-14、平成2年6月14日、H2.6.14',
  phone: '電話番号',
  postalCode: '郵便番号',
  address: 'ご住所',
  bank: '金融機関名',
  branch: '支店名',
  last4: 'カードの下4桁',
  memberNo: '会員番号',
  caseNumber: '案件番号',
  recentUse: '直近のご利用（店名）',
  holderName: '会員ご本人のお名前（カナ）',
  relation: 'お電話の方との関係',
}
