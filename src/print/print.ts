import type { Language } from '../scripts/script.ts'

/** What can be printed. */
export const PRINT_KINDS = ['summary', 'record', 'letter', 'booklet', 'personal'] as const
export type PrintKind = (typeof PRINT_KINDS)[number]

/** A summary is the whole of a case, or one page of it. */
export const FORMS = ['full', 'short'] as const
export type Form = (typeof FORMS)[number]

export const PAPERS = ['a4', 'letter'] as const
export type Paper = (typeof PAPERS)[number]

/** One sheet that was made for printing: who, when, of what. The number is never given twice. */
export interface Print {
  readonly number: number
  readonly kind: PrintKind
  /** Of a summary only. */
  readonly form: Form | null
  readonly language: Language
  readonly paper: Paper
  readonly operatorId: string
  readonly at: string
  /** Whose it is; of older prints only the case tells. */
  readonly customerId: string | null
  readonly caseId: string | null
  readonly callId: string | null
  readonly versionId: string | null
  /** The check value on the sheet, as far as it has one. */
  readonly proof: string | null
}

/** As it stands on paper: `000012`. */
export const printNumber = (number: number): string => String(number).padStart(6, '0')

/** Reads a number as people copy it from a sheet, in any width; null when it is none. */
export function readPrintNumber(text: string): number | null {
  const digits = /^\D{0,20}?0*(\d{1,9})$/.exec(text.normalize('NFKC').trim())?.[1]
  return digits === undefined ? null : Number(digits)
}

/** The check value in groups, as it is read aloud. */
export const proofWords = (proof: string): string => proof.replace(/(.{4})(?=.)/g, '$1 ')
