import { oneWidth } from './width.ts'

/** Old and variant forms of name characters, each group led by the form that is searched for. */
// biome-ignore format: one table
const VARIANTS = [
  '高髙', '崎﨑嵜', '吉𠮷', '辺邉邊', '斉齋齊斎', '沢澤', '浜濱濵', '広廣', '桜櫻', '国國', '真眞', '恵惠',
  '徳德', '瀬瀨', '島嶋嶌', '槙槇', '竜龍', '富冨', '増增', '黒黑', '静靜', '栄榮', '寿壽', '蔵藏', '児兒',
  '条條', '弥彌', '実實', '万萬', '与與', '豊豐', '円圓', '曽曾', '関關', '滝瀧', '館舘', '桑桒', '柳栁',
  '橋槗𣘺', '土圡𡈽', '郷鄕鄉', '籠篭', '藪薮', '頼賴', '来來', '桧檜', '渕淵', '遥遙', '亀龜', '鉄鐵', '宝寶',
  '尭堯', '晋晉', '穂穗', '総總', '鶴靏靍', '船舩', '峰峯', '塩鹽', '沖冲', '横橫', '緑綠', '清淸',
  '薗園', '兎兔', '剣劍', '鎌鐮', '戸戶', '内內', '吾吳呉', '巻卷', '為爲', '稲稻', '竈竃', '検檢',
]
const PLAIN = new Map(
  VARIANTS.flatMap((group) => {
    const [plain = '', ...others] = [...group]
    return others.map((other): [string, string] => [other, plain])
  }),
)

const toKatakana = (text: string) =>
  text.replace(/[\u3041-\u3096\u309D\u309E]/g, (kana) =>
    String.fromCodePoint((kana.codePointAt(0) ?? 0) + 0x60),
  )
/** After a kana a dash is meant as the long mark. */
export const LONG_MARKS = '\\u02D7\\u2010-\\u2015\\u2212\\-'
const EVERY_LONG_MARK = new RegExp(`(?<=[\\u30A1-\\u30FA\\u30FC])[${LONG_MARKS}]`, 'g')
const longMarks = (text: string) => text.replace(EVERY_LONG_MARK, 'ー')

const EVERY_VARIANT = new RegExp(`[${[...PLAIN.keys()].join('')}]`, 'gu')

/** Any text with its letters folded as names are: one width, katakana, capitals, variant characters alike. */
export const foldLetters = (text: string): string =>
  longMarks(toKatakana(oneWidth(text)))
    .toUpperCase()
    .replace(EVERY_VARIANT, (letter) => PLAIN.get(letter) ?? letter)

/** Kana folded for searching: one width, katakana, no spaces or middle dots. */
export const kanaKey = (text: string): string =>
  longMarks(toKatakana(oneWidth(text)))
    .replace(/[^\p{L}\p{M}\p{N}]/gu, '')
    .toUpperCase()

/** A written name folded for searching: as `kanaKey`, and variant characters made alike. Stored names stay as they are. */
export const nameKey = (text: string): string =>
  [...kanaKey(text)].map((letter) => PLAIN.get(letter) ?? letter).join('')

/** Whether a text is written in kana alone. */
export const isKana = (text: string): boolean => /^[\u30A1-\u30FF]+$/.test(kanaKey(text))
