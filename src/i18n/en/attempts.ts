import type { Catalogue } from '../ja/index.ts'

export const attempts: Catalogue['attempts'] = {
  summary: (times) => (times === 1 ? 'Sent or asked once' : `Sent or asked ${times} times`),
  kinds: { send: 'Sent', ask: 'Asked for the result' },
  took: (seconds) => `after ${seconds} s`,
  none: 'No answer on record',
  answers: {
    unknown: 'No such request on record',
    running: 'In progress',
    timeout_unknown: 'No answer (may have been done)',
    unavailable: 'Not possible (not done)',
    rate_limited: 'Too busy (not done)',
  },
  refused: (code) => `Refused (${code})`,
}
