import type { Card, WalletToken } from '../../cards/card.ts'
import type { Fact } from '../look-up.ts'
import { fact } from './fact.ts'
import { replacedLine } from './replacement.ts'
import { forCard, seen } from './seen.ts'
import { newCardValues } from './shipment.ts'
import { subjectValues } from './values.ts'

/** Whether a wallet pays with the newest card: switched over by itself, or put in by the customer. */
const isOnNewest = (token: WalletToken, line: readonly Card[]): boolean =>
  token.cardRef === line.at(-1)?.cardRef &&
  (token.relinkState === 'relinked' || token.relinkState === 'none')

export function tokensOf(tokens: readonly WalletToken[], line: readonly Card[]): WalletToken[] {
  const refs = new Set(line.map((card) => card.cardRef))
  return tokens.filter((token) => token.state !== 'deleted' && refs.has(token.cardRef))
}

function tokenFact(token: WalletToken, line: readonly Card[]): Fact {
  const { provider, relinkState: relink } = token
  const device = token.deviceName ?? ''
  if (isOnNewest(token, line) && relink === 'none')
    return fact('wallet.added', { provider, device }, 'ok', token.cardRef)
  const mark = isOnNewest(token, line) ? 'ok' : 'warn'
  return fact('wallet.token', { provider, device, relink }, mark, token.cardRef)
}

/** Whether Apple Pay and the like hold the new card. Only what has happened counts, not what is expected. */
export const walletTokens = forCard(async ({ cardSystem }, { cardRef, customerRef }) => {
  const [all, overview] = await Promise.all([
    cardSystem.read('listWalletTokens', { customerRef }),
    cardSystem.read('getCustomerOverview', { customerRef }),
  ])
  const line = replacedLine(overview.cards, cardRef)
  const tokens = tokensOf(all, line)
  const values = {
    ...subjectValues(overview, cardRef),
    ...(line.length > 1 ? newCardValues(overview.cards, line.at(-1)?.cardRef ?? null) : {}),
  }
  if (tokens.length === 0)
    return seen({ proposed: 'none', facts: [fact('wallet.none', {})], values })
  return seen({
    proposed: tokens.every((token) => isOnNewest(token, line)) ? 'updated' : 'manual',
    facts: tokens.map((token) => tokenFact(token, line)),
    values,
  })
})
