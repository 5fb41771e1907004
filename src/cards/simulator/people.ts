import type { Kinds } from './records.ts'

/** The ten demo customers: every name, number and address is made up, and the numbers are of ranges not in use. */

export type DemoPerson = Kinds['customer']

const BANK = 'あさひ台銀行'
const quiet = { preferredOperatorId: null, flags: [] } satisfies Partial<DemoPerson>
const phone = (number: string, kind: 'mobile' | 'home' | 'work' = 'mobile') => ({
  kind,
  number,
  primary: true,
})
const home = (
  postalCode: string,
  prefecture: string,
  city: string,
  line1: string,
  line2: string | null = null,
) => ({ postalCode, prefecture, city, line1, line2 })

export const demoPeople = [
  {
    ...quiet,
    customerRef: 'customer-0101',
    memberNo: '20410101',
    nameKanji: '中村 拓也',
    nameKana: 'ナカムラ タクヤ',
    birthDate: '1990-06-14',
    phones: [phone('09000000101')],
    address: home('000-0012', '東京都', 'みどり野市', '青葉台1-2-3', 'コーポ青葉 201'),
    bank: { name: BANK, branch: 'みどり野支店' },
  },
  {
    ...quiet,
    customerRef: 'customer-0102',
    memberNo: '20410102',
    nameKanji: '佐々木 結衣',
    nameKana: 'ササキ ユイ',
    birthDate: '1996-11-02',
    phones: [phone('09000000102')],
    address: home('000-0023', '神奈川県', '汐見市', '港町4-5-6', 'シーサイド汐見 702'),
    bank: { name: BANK, branch: '汐見支店' },
  },
  {
    ...quiet,
    customerRef: 'customer-0103',
    memberNo: '20410103',
    nameKanji: '髙橋 誠',
    nameKana: 'タカハシ マコト',
    birthDate: '1958-02-27',
    phones: [phone('0300000103', 'home')],
    address: home('000-0034', '東京都', 'みどり野市', '柏木2-8-11'),
    bank: { name: BANK, branch: '本店' },
  },
  {
    ...quiet,
    customerRef: 'customer-0104',
    memberNo: '20410104',
    nameKanji: '山﨑 美咲',
    nameKana: 'ヤマザキ ミサキ',
    birthDate: '1985-04-05',
    phones: [phone('09000000104')],
    address: home('000-0045', '大阪府', '川北市', '中之島町3-1-7', 'リバー川北 1105'),
    bank: { name: BANK, branch: '川北支店' },
  },
  {
    ...quiet,
    customerRef: 'customer-0105',
    memberNo: '20410105',
    nameKanji: '伊藤 健一',
    nameKana: 'イトウ ケンイチ',
    birthDate: '1947-09-30',
    phones: [phone('0300000105', 'home')],
    address: home('000-0056', '東京都', 'みどり野市', '松が丘5-20-2'),
    bank: { name: BANK, branch: 'みどり野支店' },
    flags: ['vulnerable'],
  },
  {
    ...quiet,
    customerRef: 'customer-0106',
    memberNo: '20410106',
    nameKanji: '小林 さくら',
    nameKana: 'コバヤシ サクラ',
    birthDate: '2001-01-15',
    phones: [phone('09000000106')],
    address: home('000-0067', '京都府', '北桜市', '一条通6-9', 'ハイツ一条 103'),
    bank: { name: BANK, branch: '北桜支店' },
  },
  {
    ...quiet,
    customerRef: 'customer-0107',
    memberNo: '20410107',
    nameKanji: '加藤 翔',
    nameKana: 'カトウ ショウ',
    birthDate: '1979-12-08',
    phones: [phone('05000000107', 'work')],
    address: home('000-0078', '愛知県', '豊里市', '平和1-14-5', 'メゾン豊里 305'),
    bank: { name: BANK, branch: '豊里支店' },
  },
  {
    ...quiet,
    customerRef: 'customer-0108',
    memberNo: '20410108',
    nameKanji: '吉田 花',
    nameKana: 'ヨシダ ハナ',
    birthDate: '1993-03-21',
    phones: [phone('09000000108')],
    address: home('000-0089', '福岡県', '春日原市', '若葉7-3-18', 'グリーン若葉 402'),
    bank: { name: BANK, branch: '春日原支店' },
  },
  {
    ...quiet,
    customerRef: 'customer-0109',
    memberNo: '20410109',
    nameKanji: '渡辺 大輔',
    nameKana: 'ワタナベ ダイスケ',
    birthDate: '1970-07-07',
    phones: [phone('09000000109')],
    address: home('000-0090', '北海道', '白樺市', '中央8条3-2'),
    bank: { name: BANK, branch: '白樺支店' },
  },
  {
    ...quiet,
    customerRef: 'customer-0110',
    memberNo: '20410110',
    nameKanji: '中村 拓哉',
    nameKana: 'ナカムラ タクヤ',
    birthDate: '1990-06-15',
    phones: [phone('09000000110')],
    address: home('000-0101', '埼玉県', '欅台市', '上町2-2-22', '欅台ハイム 508'),
    bank: { name: BANK, branch: '欅台支店' },
  },
] as const satisfies readonly DemoPerson[]

export type DemoCustomerRef = (typeof demoPeople)[number]['customerRef']
