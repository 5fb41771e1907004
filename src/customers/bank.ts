import type { CustomerSummary } from '../cards/card.ts'
import type { Comparison } from './address.ts'
import { kanaKey } from './name.ts'

const KIND =
  /(?:銀行|信用金庫|信金|信用組合|信組|農業協同組合|農協|労働金庫|労金|支店|本店営業部|営業部|出張所|バンク|デス)/g
const fold = (text: string) => kanaKey(text)
const stem = (text: string) => fold(text).replace(KIND, '')

/** The bank alone, or the branch alone, half the country could say: it neither proves nor disproves. */
export function compareBank(said: string, bank: CustomerSummary['bank']): Comparison {
  if (bank === null || !isBank(said, bank)) return 'mismatch'
  const text = fold(said)
  const branch = without(text, bank.name)
  const rest = without(branch, bank.branch)
  return branch !== text && rest !== branch ? 'match' : 'unclear'
}

const without = (text: string, name: string): string => {
  const named = [fold(name), stem(name)].find((word) => word !== '' && text.includes(word))
  return named === undefined ? text : text.replace(named, '')
}

/** Whether a text names the bank, the branch or both, and nothing else; 銀行, 支店 and the like may be left out. */
function isBank(said: string, bank: { name: string; branch: string }): boolean {
  const text = fold(said)
  const words = [fold(bank.name), stem(bank.name), fold(bank.branch), stem(bank.branch)]
  const rest = words
    .filter((word) => word !== '')
    .reduce((left, word) => left.replace(word, ''), text)
    .replace(KIND, '')
    .replace(/[ノト]/g, '')
  return rest === '' && stem(said).replace(/[ノト]/g, '') !== ''
}
