import type { Address } from './card.ts'

const POSTAL_CODE = /〒?\s*(\d{3})\s*-?\s*(\d{4})(?![\d-])/
const PREFECTURE = /^(北海道|東京都|(?:京都|大阪)府|[^\s\d]{2,3}県)/
/** Municipalities whose name holds the word for another kind of municipality half-way. */
const ODD = '(?:武蔵村山市|東村山市|蒲郡市|小郡市|大和郡山市|田村市|(?:高市|余市)郡.+?[町村])'
const CITY = new RegExp(
  `^(${ODD}|(?:[^\\s\\d市区町村]{1,4}郡)?[^\\s\\d]{1,7}?[市区町村](?![市区町村])(?:[^\\s\\d市区町村]{1,4}区)?)`,
)

/** The dash of a number, not the long mark of a name such as コーポ. */
const plainNumbers = (text: string): string =>
  text.replace(/(?<=\d)\s*[\u2010-\u2015\u2212\u30FC\uFF0D-]\s*(?=\d)/g, '-')

/** Cuts a Japanese address with its postcode, written on one line or several, into its parts; null when it is none. */
export function readAddress(written: string): Address | null {
  const text = plainNumbers(written.normalize('NFKC')).replace(/\s+/g, ' ').trim()
  const postal = POSTAL_CODE.exec(text)
  if (!postal) return null
  const words = text.replace(postal[0], ' ').trim()
  const prefecture = PREFECTURE.exec(words)?.[0] ?? ''
  const afterPrefecture = words.slice(prefecture.length).trim()
  const city = CITY.exec(afterPrefecture)?.[0] ?? ''
  const [line1 = '', ...more] = afterPrefecture.slice(city.length).trim().split(' ')
  if (prefecture === '' || city === '' || line1 === '') return null
  const line2 = more.join(' ')
  return {
    postalCode: `${postal[1]}-${postal[2]}`,
    prefecture,
    city,
    line1,
    line2: line2 === '' ? null : line2,
  }
}
