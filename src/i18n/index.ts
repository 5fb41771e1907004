import type { Language } from '../scripts/script.ts'
import { en } from './en/index.ts'
import { type Catalogue, ja } from './ja/index.ts'

export type { Language } from '../scripts/script.ts'
export type { CommitmentWords } from './commitment-words.ts'
export type { Catalogue }

export const LANGUAGES: readonly Language[] = ['ja', 'en']

const catalogues: Readonly<Record<Language, Catalogue>> = { ja, en }

/** Everything the screens say, in one language. */
export const catalogue = (language: Language): Catalogue => catalogues[language]
