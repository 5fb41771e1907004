import { readFileSync, writeFileSync } from 'node:fs'
import { COLUMNS } from '../../src/audit/chain.ts'
import type { Fault } from '../../src/audit/finding.ts'
import { sealBatch } from '../../src/audit/seals.ts'
import type { Db } from '../../src/db.ts'
import type { Sealing } from './sealed.ts'

/** Ways in which somebody who has the database, and knows its triggers, may change the log. */

export interface Log {
  readonly trx: Db
  readonly sealing: Sealing
  /** The first entry that is on line, and the last. */
  readonly first: number
  readonly entries: number
  /** What was drawn for this tampering: a number below a limit, each in turn. */
  draw(limit: number): number
}
/** What has to be found: the number or the id of the first broken entry, and what is said of it. */
export interface Expected {
  readonly faults: readonly Fault[]
  readonly seq?: number
  readonly eventId?: string
}
export type Tamper = (log: Log) => Promise<Expected>

const NEW_ID = '019aa000-0000-7000-8000-ffffffffffff'
const seqIn = ({ draw, first, entries }: Log) => first + draw(entries - first + 1)
const sealAt = (trx: Db, seq: number) => trx('audit_seals').where({ seq }).first()
const eventAt = async (trx: Db, seq: number) =>
  trx('audit_events')
    .where({ id: (await sealAt(trx, seq)).event_id })
    .first()

/** Another value than this one; of an operator another one, for those are tied by a foreign key. */
async function other(trx: Db, column: string, value: unknown, n: number): Promise<unknown> {
  if (column === 'operator_id') {
    const ids: (string | null)[] = await trx('operators').orderBy('id').pluck('id')
    return [...ids, null].filter((id) => id !== value)[n % ids.length]
  }
  if (column === 'refused') return Number(value) + 1 + (n % 5)
  if (value === null) return 'x'
  if (n % 3 === 0 && !['id', 'at', 'name', 'detail'].includes(column)) return null
  const text = String(value)
  const at = n % text.length
  return `${text.slice(0, at)}${text[at] === 'a' ? 'b' : 'a'}${text.slice(at + 1)}`
}

const twoOf = (log: Log): [number, number] => {
  const [one, gap] = [log.first + log.draw(log.entries - log.first), 1 + log.draw(40)]
  return [one, Math.min(log.entries, one + gap)]
}
/** Moves the entries from one on by one place. */
async function shift(trx: Db, from: number, by: 1 | -1): Promise<void> {
  await trx('audit_seals')
    .where('seq', '>=', from)
    .update({ seq: trx.raw('-seq') })
  await trx('audit_seals')
    .where('seq', '<', 0)
    .update({ seq: trx.raw('-seq + ?', [by]) })
}
const forged = (n: number) => ({
  id: NEW_ID,
  at: '2026-11-23T02:00:00.000Z',
  name: n % 2 === 0 ? 'case_viewed' : 'sign_in_refused',
})
const CHANGED: readonly Fault[] = ['changed', 'order']

const tampers: Readonly<Record<string, Tamper>> = {
  async 'change a column of an event'(log) {
    const { trx, draw } = log
    const seq = seqIn(log)
    const event = await eventAt(trx, seq)
    const column = COLUMNS[draw(COLUMNS.length)] ?? 'name'
    const value = await other(trx, column, event[column], draw(1000))
    await trx('audit_events')
      .where({ id: event.id })
      .update({ [column]: value })
    return { faults: column === 'id' ? ['missing'] : ['changed'], seq }
  },
  async 'delete an event'(log) {
    const seq = seqIn(log)
    await log
      .trx('audit_events')
      .where({ id: (await sealAt(log.trx, seq)).event_id })
      .delete()
    return { faults: ['missing'], seq }
  },
  async 'delete an event with its seal'(log) {
    const { trx, entries } = log
    const seq = seqIn(log)
    await trx('audit_events')
      .where({ id: (await sealAt(trx, seq)).event_id })
      .delete()
    await trx('audit_seals').where({ seq }).delete()
    return { faults: [seq === entries ? 'cut_off' : 'missing'], seq }
  },
  async 'delete an event and number the others anew'(log) {
    const { trx, entries } = log
    const seq = seqIn(log)
    await trx('audit_events')
      .where({ id: (await sealAt(trx, seq)).event_id })
      .delete()
    await trx('audit_seals').where({ seq }).delete()
    await shift(trx, seq, -1)
    return { faults: seq === entries ? ['cut_off'] : CHANGED, seq }
  },
  async 'insert an event'({ trx, draw }) {
    await trx('audit_events').insert(forged(draw(2)))
    await trx('audit_unsealed').delete()
    return { faults: ['put_in'], eventId: NEW_ID }
  },
  async 'insert an event with a seal of its own'(log) {
    const { trx, draw, first, entries } = log
    const seq = first + draw(entries - first + 2)
    const mac = (await sealAt(trx, Math.min(seq, entries))).mac
    const { key_id } = await sealAt(trx, entries)
    await shift(trx, seq, 1)
    await trx('audit_events').insert(forged(draw(2)))
    await trx('audit_unsealed').delete()
    await trx('audit_seals').insert({ seq, event_id: NEW_ID, key_id, mac })
    return { faults: CHANGED, seq }
  },
  async 'insert before the first'({ trx, draw, first }) {
    const { key_id, mac } = await sealAt(trx, first)
    const seq = first - 1 - draw(5)
    await trx('audit_events').insert(forged(1))
    await trx('audit_unsealed').delete()
    await trx('audit_seals').insert({ seq, event_id: NEW_ID, key_id, mac })
    return { faults: ['put_in'], seq }
  },
  async 'let two events change their contents'(log) {
    const { trx } = log
    const [first, second] = twoOf(log)
    const [one, two] = [await eventAt(trx, first), await eventAt(trx, second)]
    await trx('audit_events')
      .where({ id: one.id })
      .update({ ...two, id: one.id })
    await trx('audit_events')
      .where({ id: two.id })
      .update({ ...one, id: two.id })
    return { faults: ['changed'], seq: first }
  },
  async 'let two seals change their events'(log) {
    const { trx } = log
    const [first, second] = twoOf(log)
    const [one, two] = [await sealAt(trx, first), await sealAt(trx, second)]
    await trx('audit_seals').where({ seq: first }).update({ event_id: NEW_ID })
    await trx('audit_seals').where({ seq: second }).update({ event_id: one.event_id })
    await trx('audit_seals').where({ seq: first }).update({ event_id: two.event_id })
    return { faults: ['order'], seq: first }
  },
  async 'let two seals change their places'(log) {
    const { trx } = log
    const [first, second] = twoOf(log)
    await trx('audit_seals').where({ seq: first }).update({ seq: -1 })
    await trx('audit_seals').where({ seq: second }).update({ seq: first })
    await trx('audit_seals').where({ seq: -1 }).update({ seq: second })
    return { faults: ['order'], seq: first }
  },
  async 'cut off the end'(log) {
    const { trx } = log
    const seq = seqIn(log)
    const cut = trx('audit_seals').where('seq', '>=', seq)
    await trx('audit_events').whereIn('id', cut.clone().select('event_id')).delete()
    await cut.delete()
    await trx('audit_anchors').where('entries', '>=', seq).delete()
    return { faults: ['cut_off'], seq }
  },
  async 'change a seal'(log) {
    const { trx, draw } = log
    const seq = seqIn(log)
    const seal = await sealAt(trx, seq)
    const column = ['mac', 'key_id', 'event_id', 'seq'][draw(4)] ?? 'mac'
    const value =
      column === 'seq' ? 900_000 : await other(trx, column, seal[column], 1 + 3 * draw(9))
    await trx('audit_seals')
      .where({ seq })
      .update({ [column]: value })
    return { faults: ['changed', 'key', 'missing', 'order'], seq }
  },
  async 'seal the end anew after a change'(log) {
    const { trx, sealing, entries } = log
    const seq = seqIn(log)
    const ids: string[] = await trx('audit_seals')
      .where('seq', '>=', seq)
      .orderBy('seq')
      .pluck('event_id')
    await trx('audit_seals').where('seq', '>=', seq).delete()
    await trx('audit_anchors').where('entries', '>=', seq).delete()
    await trx('audit_events').where({ id: ids[0] }).update({ detail: '{"other":1}' })
    for (const event_id of ids) await trx('audit_unsealed').insert({ event_id })
    // The running program does that for whoever put them into the queue.
    await sealBatch(trx, sealing.settings.keys.current, entries)
    return { faults: ['rewritten'] }
  },
  async 'queue a sealed event again'(log) {
    const { event_id } = await sealAt(log.trx, seqIn(log))
    await log.trx('audit_unsealed').insert({ event_id })
    return { faults: ['unsealed'], eventId: event_id }
  },
  async 'queue what is no event'({ trx }) {
    await trx('audit_unsealed').insert({ event_id: NEW_ID })
    return { faults: ['missing'], eventId: NEW_ID }
  },
  async 'keep an event from being sealed'({ trx }) {
    await trx('audit_events').insert(forged(0))
    await trx('audit_unsealed').update({ since: '2020-01-01T00:00:00.000Z' })
    return { faults: ['unsealed'], eventId: NEW_ID }
  },
  async 'keep an event where the queue is not taken from'({ trx, draw }) {
    await trx('audit_events').insert(forged(draw(2)))
    await trx('audit_unsealed')
      .where({ event_id: NEW_ID })
      .update({ place: -1 - draw(9) })
    return { faults: ['unsealed'], eventId: NEW_ID }
  },
  async 'let an event wait from tomorrow on'({ trx }) {
    await trx('audit_events').insert(forged(0))
    await trx('audit_unsealed').update({ since: '9999-01-01T00:00:00.000Z' })
    return { faults: ['unsealed'], eventId: NEW_ID }
  },
  async 'take an event out of the queue'({ trx, draw }) {
    await trx('audit_events').insert(forged(draw(2)))
    await trx('audit_unsealed').where({ event_id: NEW_ID }).delete()
    return { faults: ['put_in'], eventId: NEW_ID }
  },
  async 'change an anchor that the database holds'({ trx, draw }) {
    const anchors = await trx('audit_anchors').orderBy('number')
    const anchor = anchors[draw(anchors.length)]
    const columns = Object.keys(anchor)
    const column = columns[draw(columns.length)] ?? 'mac'
    const value =
      typeof anchor[column] === 'number'
        ? anchor[column] + 1000
        : await other(trx, column, anchor[column], 1 + 3 * draw(9))
    await trx('audit_anchors')
      .where({ number: anchor.number })
      .update({ [column]: value })
    return { faults: ['anchor'] }
  },
  async 'delete an anchor that the database holds'({ trx, draw }) {
    const numbers: number[] = await trx('audit_anchors').pluck('number')
    await trx('audit_anchors')
      .where({ number: numbers[draw(numbers.length)] })
      .delete()
    return { faults: ['anchor'] }
  },
  async 'change a line of the file of anchors'({ sealing, draw }) {
    const lines = readFileSync(sealing.file, 'utf8').trimEnd().split('\n')
    const at = draw(lines.length)
    const line = lines[at] ?? ''
    const digits = [...line.matchAll(/\d/g)].map(({ index }) => index)
    const place = digits[draw(digits.length)] ?? 0
    lines[at] = `${line.slice(0, place)}${(Number(line[place]) + 1) % 10}${line.slice(place + 1)}`
    writeFileSync(sealing.file, `${lines.join('\n')}\n`)
    return { faults: ['anchor'] }
  },
  async 'delete lines of the file of anchors'({ sealing, draw }) {
    const lines = readFileSync(sealing.file, 'utf8').trimEnd().split('\n')
    lines.splice(draw(lines.length), 1 + draw(3))
    writeFileSync(sealing.file, lines.map((line) => `${line}\n`).join(''))
    return { faults: ['anchor'] }
  },
}

/** The same for a log whose front was archived. */
const ofArchived: Readonly<Record<string, Tamper>> = {
  async 'delete the front of what is on line'(log) {
    const { trx, first } = log
    const cut = trx('audit_seals').where('seq', '<=', seqIn(log))
    await trx('audit_events').whereIn('id', cut.clone().select('event_id')).delete()
    await cut.delete()
    return { faults: ['missing', 'cut_off'], seq: first }
  },
  async 'delete the front, and move the checkpoint'(log) {
    const { trx } = log
    const seq = seqIn(log)
    const { mac } = await sealAt(trx, seq)
    const cut = trx('audit_seals').where('seq', '<=', seq)
    await trx('audit_events').whereIn('id', cut.clone().select('event_id')).delete()
    await cut.delete()
    await trx('audit_checkpoint').update({ entries: seq, head: mac })
    return { faults: ['checkpoint'] }
  },
  async 'delete the checkpoint'({ trx, draw }) {
    await trx('audit_checkpoint').delete()
    if (draw(2) === 0) await trx('audit_kept').delete()
    return { faults: ['put_in', 'missing'] }
  },
  async 'change the checkpoint'({ trx, draw }) {
    const { id: _, ...checkpoint } = await trx('audit_checkpoint').first()
    const columns = Object.keys(checkpoint)
    const column = columns[draw(columns.length)] ?? 'mac'
    const value = checkpoint[column]
    const changed =
      typeof value === 'number'
        ? value + 1 + draw(9)
        : await other(trx, column, value, 1 + 3 * draw(9))
    await trx('audit_checkpoint').update({ [column]: changed })
    return { faults: ['checkpoint'] }
  },
  async 'change what was kept'({ trx, draw }) {
    const kept = await keptOne(trx, draw)
    await trx('audit_events').where({ id: kept.event_id }).update({ detail: '{"other":1}' })
    return { faults: ['changed'], eventId: kept.event_id }
  },
  async 'delete what was kept'({ trx, draw }) {
    const kept = await keptOne(trx, draw)
    await trx('audit_events').where({ id: kept.event_id }).delete()
    if (draw(2) === 0) await trx('audit_kept').where({ seq: kept.seq }).delete()
    return { faults: ['missing'] }
  },
  async 'seal an entry as one that was kept'({ trx, draw }) {
    const { seq, mac, key_id } = await trx('audit_kept').orderBy('seq', 'desc').first()
    await trx('audit_events').insert(forged(draw(2)))
    await trx('audit_unsealed').delete()
    await trx('audit_kept').insert({ seq: seq + 1, event_id: NEW_ID, key_id, mac })
    return { faults: ['changed'], eventId: NEW_ID }
  },
  async 'queue again what was kept'({ trx, draw }) {
    const { event_id } = await keptOne(trx, draw)
    await trx('audit_unsealed').insert({ event_id })
    return { faults: ['unsealed'], eventId: event_id }
  },
  async 'change an archive'({ sealing, draw }) {
    const [lines, file] = archiveOf(sealing)
    const at = draw(lines.length)
    const line = lines[at] ?? ''
    const digits = [...line.matchAll(/\d/g)].map(({ index }) => index)
    const place = digits[draw(digits.length)] ?? 0
    lines[at] = `${line.slice(0, place)}${(Number(line[place]) + 1) % 10}${line.slice(place + 1)}`
    writeFileSync(file, `${lines.join('\n')}\n`)
    return { faults: ['archive', 'changed', 'key', 'missing', 'put_in'] }
  },
  async 'delete lines of an archive'({ sealing, draw }) {
    const [lines, file] = archiveOf(sealing)
    lines.splice(draw(lines.length), 1 + draw(3))
    writeFileSync(file, lines.map((line) => `${line}\n`).join(''))
    return { faults: ['archive', 'missing'] }
  },
  async 'let two lines of an archive change their places'({ sealing, draw }) {
    const [lines, file] = archiveOf(sealing)
    const at = draw(lines.length - 1)
    lines.splice(at, 2, ...lines.slice(at, at + 2).reverse())
    writeFileSync(file, `${lines.join('\n')}\n`)
    return { faults: ['archive', 'missing'] }
  },
}

async function keptOne(trx: Db, draw: Log['draw']): Promise<{ seq: number; event_id: string }> {
  const kept = await trx('audit_kept').orderBy('seq')
  return kept[draw(kept.length)]
}

function archiveOf({ archives }: Sealing): [string[], string] {
  const [file = ''] = archives
  return [readFileSync(file, 'utf8').trimEnd().split('\n'), file]
}

export const TAMPERS = Object.entries(tampers)
export const TAMPERS_OF_ARCHIVED = Object.entries({ ...tampers, ...ofArchived })
