import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { load } from 'js-yaml'
import { z } from 'zod'
import type { ReferenceHit, References } from './reference.ts'

export * from './reference.ts'

const text = z.strictObject({ ja: z.string().min(1), en: z.string().min(1) })
const sourced = { guidance: text, source: z.string().min(1), checked_on: z.iso.date() }
const inCode = <Row extends { checked_on: string }>({ checked_on, ...row }: Row) => ({
  ...row,
  checkedOn: checked_on,
})

const topupError = z
  .strictObject({
    ...sourced,
    code: z.string().regex(/^[A-Z]{1,3}\d{2,3}$/),
    owner: z.enum(['service', 'issuer']),
    meaning: text,
  })
  .transform(inCode)
const topupCard = z
  .strictObject({
    ...sourced,
    network: z.enum(['AMEX', 'VISA', 'MASTERCARD', 'JCB', 'DINERS']),
    accepted: z.enum(['all', 'some', 'none']),
    issuers: text,
  })
  .transform(inCode)
const declineCode = z
  .strictObject({
    ...sourced,
    code: z.string().regex(/^\d\d$/),
    reason: z.string().regex(/^[a-z_]+$/),
    outcome: z.enum(['all_ok', 'fraud_hold', 'declined', 'unavailable', 'locks_and_holds']),
    meaning: text,
  })
  .transform(inCode)

/** Source and day of checking stand at a row, or once for all rows of a file. */
const table = z.strictObject({
  source: z.string().optional(),
  checked_on: z.string().optional(),
  rows: z.array(z.record(z.string(), z.unknown())).min(1),
})

/** Reads and checks the reference tables of a folder (`topup_errors.yaml`, …); throws with the file and what is wrong. */
export function loadReferences(dir: string): References {
  const rows = <Row>(
    name: ReferenceHit['table'],
    row: z.ZodType<Row>,
    keyOf: (row: Row) => string,
  ) => {
    const file = join(dir, `${name}.yaml`)
    try {
      return readRows(readFileSync(file, 'utf8'), row, keyOf)
    } catch (error) {
      throw new Error(`${file}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  return {
    topupErrors: rows('topup_errors', topupError, ({ code }) => code),
    topupCards: rows('topup_cards', topupCard, ({ network }) => network),
    declineCodes: rows('decline_codes', declineCode, ({ code }) => code),
  }
}

function readRows<Row>(content: string, row: z.ZodType<Row>, keyOf: (row: Row) => string): Row[] {
  const { rows, ...head } = table.parse(load(content))
  const read = rows.map((each) => row.parse({ ...head, ...each }))
  const keys = read.map(keyOf)
  const twice = keys.find((key, at) => keys.indexOf(key) !== at)
  if (twice !== undefined) throw new Error(`${twice} stands there twice`)
  return read
}
