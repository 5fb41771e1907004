import type { Network } from '../cards/card.ts'

/** People who do not exist, the same ones for the same number on every machine; their numbers are of ranges not in use. */

// biome-ignore format: one table
const SURNAMES: readonly (readonly [string, string])[] = [
  ['佐藤', 'サトウ'], ['鈴木', 'スズキ'], ['高橋', 'タカハシ'], ['髙橋', 'タカハシ'], ['田中', 'タナカ'], ['渡辺', 'ワタナベ'],
  ['渡邉', 'ワタナベ'], ['渡邊', 'ワタナベ'], ['伊藤', 'イトウ'], ['山本', 'ヤマモト'], ['中村', 'ナカムラ'], ['小林', 'コバヤシ'],
  ['加藤', 'カトウ'], ['吉田', 'ヨシダ'], ['𠮷田', 'ヨシダ'], ['山田', 'ヤマダ'], ['佐々木', 'ササキ'], ['山口', 'ヤマグチ'],
  ['松本', 'マツモト'], ['井上', 'イノウエ'], ['木村', 'キムラ'], ['林', 'ハヤシ'], ['斎藤', 'サイトウ'], ['齋藤', 'サイトウ'],
  ['清水', 'シミズ'], ['山崎', 'ヤマザキ'], ['山﨑', 'ヤマザキ'], ['森', 'モリ'], ['池田', 'イケダ'], ['橋本', 'ハシモト'],
  ['阿部', 'アベ'], ['石川', 'イシカワ'], ['前田', 'マエダ'], ['藤田', 'フジタ'], ['小川', 'オガワ'], ['岡田', 'オカダ'],
  ['後藤', 'ゴトウ'], ['長谷川', 'ハセガワ'], ['村上', 'ムラカミ'], ['近藤', 'コンドウ'], ['石井', 'イシイ'], ['坂本', 'サカモト'],
  ['遠藤', 'エンドウ'], ['青木', 'アオキ'], ['藤井', 'フジイ'], ['西村', 'ニシムラ'], ['福田', 'フクダ'], ['太田', 'オオタ'],
  ['三浦', 'ミウラ'], ['岡本', 'オカモト'], ['松田', 'マツダ'], ['中川', 'ナカガワ'], ['中野', 'ナカノ'], ['原田', 'ハラダ'],
  ['小野', 'オノ'], ['竹内', 'タケウチ'], ['金子', 'カネコ'], ['和田', 'ワダ'], ['中山', 'ナカヤマ'], ['石田', 'イシダ'],
]
// biome-ignore format: one table
const GIVEN_NAMES: readonly (readonly [string, string])[] = [
  ['太郎', 'タロウ'], ['一郎', 'イチロウ'], ['健', 'ケン'], ['健一', 'ケンイチ'], ['誠', 'マコト'], ['翔', 'ショウ'], ['大輔', 'ダイスケ'],
  ['拓也', 'タクヤ'], ['直樹', 'ナオキ'], ['和也', 'カズヤ'], ['達也', 'タツヤ'], ['浩', 'ヒロシ'], ['隆', 'タカシ'], ['修', 'オサム'],
  ['蓮', 'レン'], ['悠真', 'ユウマ'], ['陽翔', 'ハルト'], ['花子', 'ハナコ'], ['さくら', 'サクラ'], ['結衣', 'ユイ'], ['美咲', 'ミサキ'],
  ['恵', 'メグミ'], ['由紀', 'ユキ'], ['真由美', 'マユミ'], ['久美子', 'クミコ'], ['陽子', 'ヨウコ'], ['幸子', 'サチコ'], ['愛', 'アイ'],
  ['葵', 'アオイ'], ['凛', 'リン'], ['美桜', 'ミオ'], ['紬', 'ツムギ'],
]

/** A number from 0 to 2³² that looks drawn, and is the same for the same numbers (Wang's hash). */
export function drawn(n: number, salt: number): number {
  let x = (Math.imul(n, 0x9e3779b1) ^ Math.imul(salt + 1, 0x85ebca6b)) >>> 0
  x = Math.imul(x ^ (x >>> 16), 0x45d9f3b) >>> 0
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35) >>> 0
  return (x ^ (x >>> 16)) >>> 0
}
const pick = <T>(list: readonly T[], n: number, salt: number): T =>
  list[drawn(n, salt) % list.length] as T // the list is not empty

export interface MadeName {
  readonly kanji: string
  readonly kana: string
}
export function madeName(n: number): MadeName {
  const [surname, surnameKana] = pick(SURNAMES, n, 1)
  const [given, givenKana] = pick(GIVEN_NAMES, n, 2)
  return { kanji: `${surname} ${given}`, kana: `${surnameKana} ${givenKana}` }
}

export interface MadeCustomer {
  readonly customerRef: string
  readonly memberNo: string
  readonly name: MadeName
  readonly birthDate: string
  readonly phone: string
  readonly cards: readonly {
    readonly cardRef: string
    readonly label: string
    readonly network: Network
    readonly last4: string
  }[]
}
type Wallet = readonly { readonly label: string; readonly network: Network }[]

/** The nth made-up customer, with cards of these kinds. */
export function madeCustomer(n: number, wallet: Wallet): MadeCustomer {
  const year = 1940 + (drawn(n, 3) % 66)
  const month = String(1 + (drawn(n, 4) % 12)).padStart(2, '0')
  const day = String(1 + (drawn(n, 5) % 28)).padStart(2, '0')
  const nth = String(n).padStart(6, '0')
  return {
    customerRef: `customer-m${nth}`,
    memberNo: String(30_000_000 + n),
    name: madeName(n),
    birthDate: `${year}-${month}-${day}`,
    // No mobile number begins with 0900.
    phone: `0900${String((n * 7_919) % 10_000_000).padStart(7, '0')}`,
    cards: wallet.map(({ label, network }, at) => ({
      cardRef: `card-m${nth}-${String.fromCharCode(97 + at)}`,
      label,
      network,
      last4: String(drawn(n, 6 + at) % 10_000).padStart(4, '0'),
    })),
  }
}
