import { validate as isUuid } from 'uuid'

/** What is done to many cases at once. */
export const BULK_KINDS = [
  'assign',
  'status',
  'tag',
  'untag',
  'commitment',
  'queue',
  'close',
] as const
export type BulkKind = (typeof BULK_KINDS)[number]

/** Many are looked through before they are changed; more than that nobody has looked at. */
export const MOST_AT_ONCE = 200

/** A case that was ticked, and the version that was seen. */
export interface Ticked {
  readonly caseId: string
  readonly version: number
}

export const OUTCOMES = ['left', 'done', 'refused', 'conflict'] as const
export type Outcome = (typeof OUTCOMES)[number]

export interface BulkRow {
  readonly caseId: string
  readonly outcome: Outcome
  /** Why it was refused, as it was told. */
  readonly why: string
}
export interface BulkChange {
  readonly id: string
  readonly operatorId: string
  readonly kind: BulkKind
  /** The words of the list's address. */
  readonly list: string
  readonly typed: Readonly<Record<string, string>>
  readonly rows: readonly BulkRow[]
}

/** Fields of the form that a row's own rules read. */
export const BULK_FIELDS = [
  'owner',
  'status',
  'tag',
  'promise',
  'dueAt',
  'wording',
  'queue',
  'reason',
] as const

/** What was ticked, each once, in the order of the list: `id:version`, several by commas. */
export function readTicks(sent: string): Ticked[] {
  const ticks = new Map<string, Ticked>()
  for (const each of sent.split(',')) {
    const [id = '', version = ''] = each.split(':')
    if (isUuid(id) && /^\d{1,9}$/.test(version) && !ticks.has(id.toLowerCase()))
      ticks.set(id.toLowerCase(), { caseId: id.toLowerCase(), version: Number(version) })
  }
  return [...ticks.values()]
}
