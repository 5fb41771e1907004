import type { Language } from '../scripts/script.ts'

const LOCALES: Readonly<Record<Language, string>> = { ja: 'ja-JP', en: 'en-GB' }

/** 「アメリカ合衆国」; an unknown code stays as it is. */
export function country(code: string, language: Language): string {
  if (!/^[A-Z]{2}$/.test(code)) return code
  return new Intl.DisplayNames(LOCALES[language], { type: 'region' }).of(code) ?? code
}

/** A shop together with its country, as it is read out. */
export const shopIn = (name: string, code: string, language: Language): string =>
  language === 'ja' ? `${country(code, 'ja')}の${name}` : `${name} (${country(code, 'en')})`
