import type { Language } from '../scripts/script.ts'

const LOCALES: Readonly<Record<Language, string>> = { ja: 'ja-JP', en: 'en-GB' }

/** An amount in the smallest unit of its currency, in words: 「40,000円」, `USD 129.00`. */
export function money(minor: number, currency: string, language: Language): string {
  if (currency === 'JPY') return yen(minor, language)
  if (!/^[A-Z]{3}$/.test(currency)) return `${currency} ${minor}`
  const format = new Intl.NumberFormat(LOCALES[language], {
    style: 'currency',
    currency,
    currencyDisplay: 'code',
  })
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  return format.format(minor / 10 ** digits).replace(/\u00a0/g, ' ')
}

export const yen = (amount: number, language: Language): string =>
  language === 'ja' ? `${amount.toLocaleString('ja-JP')}円` : `¥${amount.toLocaleString('en-GB')}`
