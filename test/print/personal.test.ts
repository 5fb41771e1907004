import { expect } from 'chai'
import { CHANGES } from '../../src/cards/card-system.ts'
import { inputs, outputs } from '../../src/cards/schemas.ts'
import { catalogue } from '../../src/i18n/index.ts'
import { GIVEN_OUT } from '../../src/print/personal-tables.ts'
import { verifiedCall } from '../journeys/ways.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { CALLERS } from '../support/phone-call.ts'
import type { Visitor } from '../support/visitor.ts'
import { playStory } from './played.ts'

const LINK = 'which row it belongs to'
const KEY = 'makes one form one row, or finds it faster'
const OWN = 'of the program itself, of no customer'
const ERASED = 'what is erased is given out no more'
const REFERENCE = 'references of the card system; what followed from it stands in the cases'

/** Why a table, or a column of one, is not given out. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  knex_migrations: OWN,
  knex_migrations_lock: OWN,
  audit_unsealed: 'ids of events that wait to be sealed',
  audit_seals: 'check values of events',
  audit_anchors: 'how many events there were',
  audit_checkpoint: 'how many events were archived',
  audit_kept: 'check values of events',
  operators: 'those who work here: signs stand for them',
  sessions: OWN,
  teams: OWN,
  old_passwords: 'of those who work here',
  recovery_codes: 'of those who work here',
  kept_forms: 'what an operator sent from a locked screen, sealed, for some hours',
  sign_in_tries: 'keyed hashes of user names and addresses, for half an hour',
  script_versions: OWN,
  case_serials: OWN,
  case_views: OWN,
  webhook_refusals: OWN,
  verification_tries:
    'how callers were tried: telling it would help whoever pretends to be somebody',
  verification_alerts: 'what was noted of a desk, of no customer',
  trouble_waves: 'codes and shops, of no customer',
  trouble_mutes: 'codes and shops, of no customer',
  card_events: REFERENCE,
  erasures: 'the request stands among the events; what was approved leaves nothing to give out',
  legal_holds: 'why something is kept for others: a dispute, an inquiry',
  'customers.erased_at': ERASED,
  'cases.erased_at': ERASED,
  'calls.erased_at': ERASED,
  presences: 'forgotten a moment after a page is closed',
  case_skips: 'an operator who was offered a case and left it',
  served_cases: 'which press of a button led to a case',
  bulk_changes: 'what an operator did to many cases; in each it stands among the events',
  bulk_change_rows: 'what an operator did to many cases; in each it stands among the events',
  confirmed_actions: LINK,
  matters: LINK,
  refiled_notes: LINK,
  'customers.name_key': KEY,
  'customers.kana_key': KEY,
  'customers.merged_into': LINK,
  'cases.version': KEY,
  'cases.team_id': 'the team of the owner',
  'cases.due_at': 'that of the promises and tasks',
  'cases.commitment_due_at': 'that of the promises',
  'cases.merged_into': LINK,
  'commitments.matter': LINK,
  'commitments.rises_at': KEY,
  'case_handovers.waiting_key': KEY,
  'drafts.base': 'a mark of what stood there before',
  'card_actions.matter': LINK,
  'card_actions.step': LINK,
  'card_actions.visit': LINK,
  'card_actions.operation': 'another name of the action',
  'card_actions.attempts': 'each stands there',
  'card_actions.tries': KEY,
  'card_actions.lease_owner': KEY,
  'card_actions.lease_until': KEY,
  'card_actions.next_try_at': KEY,
  'trouble_signals.matter': LINK,
  'trouble_signals.value_key': KEY,
  'trouble_signals.reporter': LINK,
  'prints.proof': 'a check value of the record',
  'calls.script_version_id': 'given as script and version',
  'calls.entry_digest': KEY,
  'call_notes.matter': LINK,
  'call_notes.version': KEY,
  'call_entries.seq': 'the entries stand in its order',
  'call_entries.visit': LINK,
  'call_entries.facts': 'ids and codes that the entry is read by',
  'call_entries.content_hash': KEY,
  'entry_contents.salt': KEY,
  'audit_events.detail': 'ids and codes',
  'audit_events.address': 'where those who work here sat',
  'audit_events.session': 'which session of those who work here it was',
  'audit_events.refused': 'whether those who work here were let',
}
/** Columns that tie rows together, by whatever table. */
const LINKS =
  /^(id|\w+_id|once_key|(from|into|one|other)_(case|customer))$|^fts|^search|^\w+_(data|idx|docsize|config|content)$/

interface Given {
  readonly calls: readonly { readonly entries: readonly object[] }[]
  readonly prints: readonly object[]
}

describe('everything that is held on one person', () => {
  let annai: Annai
  let tanaka: Visitor
  let mori: Visitor
  let customerId: string
  let caseId: string

  before(async () => {
    annai = await startAnnai()
    tanaka = await annai.signIn('tanaka')
    mori = await annai.signIn('mori')
    caseId = await playStory(annai, tanaka)
    customerId = (await annai.db('cases').where({ id: caseId }).first()).customer_id
    await addTheRest()
  })
  after(() => annai.close())

  /** What the story did not come to. */
  const addTheRest = async () => {
    const { db } = annai
    const operator = (await db('operators').where({ login: 'suzuki' }).first()).id
    const [at, id] = [annai.clock.now().toISOString(), '019aa000-0000-7000-8000-0000000000b1']
    const other = {
      ...(await db('cases').where({ id: caseId }).first()),
      id,
      number: '261123-0098-1',
    }
    await db('cases').insert(other)
    const both = { case_id: caseId, reason: '書いた理由' }
    await db('case_tags').insert({
      case_id: caseId,
      tag: '要注意の札',
      added_at: at,
      added_by: operator,
    })
    await db('drafts').insert({
      case_id: caseId,
      operator_id: operator,
      form: 'notes',
      body: '書きかけの言葉',
      updated_at: at,
    })
    await db('case_handovers').insert({
      id,
      case_id: caseId,
      from_operator: operator,
      to_queue: 'fraud_desk',
      words: '申し送りの言葉',
      asked_at: at,
      due_at: at,
      state: 'taken',
      end_reason: '受け取りの言葉',
    })
    await db('case_merges').insert({
      id,
      from_case: id,
      into_case: caseId,
      merged_at: at,
      merged_by: operator,
      reason: '案件統合の理由',
    })
    await db('case_links').insert({
      id,
      one_case: id,
      other_case: caseId,
      reason: '関連の理由',
      linked_at: at,
      linked_by: operator,
    })
    const action = await db('card_actions').first()
    await db('manual_stops').insert({
      id,
      action_id: action.id,
      case_id: caseId,
      recorded_by: operator,
      recorded_at: at,
      state: 'open',
      told_last4: '4321',
      end_reason: '停止の経過',
    })
    await db('tasks').insert({
      id,
      case_id: caseId,
      kind: 'stop_unmatched',
      subject_ref: 'task-subject',
      raised_at: at,
      due_at: at,
      state: 'done',
      end_reason: '対応の経過',
    })
    await db('approvals').insert({
      id,
      kind: 'request_address_change',
      case_id: caseId,
      action_id: action.id,
      requested_by: operator,
      requested_at: at,
      state: 'approved',
      reason: '承認の理由',
    })
    await db('customer_flags').insert({
      id,
      customer_id: customerId,
      kind: 'complaint',
      set_by: operator,
      set_at: at,
      expires_at: at,
      removal_reason: '外した理由',
      reason: both.reason,
    })
    await db('customer_preferences').insert({
      customer_id: customerId,
      version: 1,
      best_time: '夜八時',
      changed_by: operator,
      changed_at: at,
    })
    await db('card_sightings')
      .insert({
        kind: 'shipment',
        ref: action.receipt ?? 'none',
        asked_at: at,
        state: '{"state":"held"}',
      })
      .onConflict(['kind', 'ref'])
      .ignore()
    const twin = await db('customers').where({ customer_ref: 'customer-0110' }).first()
    await db('customer_merges').insert({
      id,
      from_customer: twin.id,
      into_customer: customerId,
      state: 'rejected',
      requested_at: at,
      requested_by: operator,
      decision_reason: '登録が別の方',
      reason: '登録統合の理由',
    })
    const { call_id } = await db('matters').first()
    const note = { operator_id: operator, body: '案件のメモ' }
    await db('case_notes').insert({ ...note, id, case_id: caseId, created_at: at })
    await db('call_notes').insert({
      ...note,
      call_id,
      matter: 1,
      version: 1,
      updated_at: at,
      body: '通話のメモ',
    })
    await db('trouble_signals').insert({
      call_id,
      matter: 9,
      kind: 'site',
      value_key: 'X',
      shown_value: 'shop-x.example',
      customer_id: customerId,
      reporter: customerId,
      at,
    })
    await tanaka.open(`/cases/${caseId}/letter`)
  }

  const prepared = async (id: string): Promise<string> => {
    await mori.open(`/customers/${id}/exports`)
    await mori.submit('form[action$="/exports"]', { purpose: '開示の目的', reference: 'K-77' })
    return mori.path
  }
  const given = async (path: string): Promise<{ text: string; held: Given }> => {
    const response = await fetch(new URL(`${path}/data`, annai.url), {
      headers: { cookie: mori.cookie },
    })
    const text = await response.text()
    return { text, held: JSON.parse(text) }
  }

  it('a column of any table is given out, or it is said why not', async () => {
    const columns: { table: string; column: string }[] = await annai.db.raw(
      `select m.name as "table", p.name as "column" from sqlite_master m join pragma_table_info(m.name) p
       where m.type = 'table' and m.name not like 'sqlite_%'`,
    )
    expect(columns.length).to.be.greaterThan(250)
    const tables: Readonly<Record<string, Readonly<Record<string, string>>>> = GIVEN_OUT
    const isGiven = ({ table, column }: { table: string; column: string }) =>
      Object.values(tables[table] ?? {}).includes(column)
    const forgotten = columns
      .filter((each) => !isGiven(each) && !(each.table in LEFT_OUT))
      .filter(({ table, column }) => !(`${table}.${column}` in LEFT_OUT))
      .filter(({ table, column }) => !LINKS.test(column) && !/^search/.test(table))
      .map(({ table, column }) => `${table}.${column}`)
    expect(forgotten).to.deep.equal([])
    const named = new Set(columns.flatMap(({ table, column }) => [table, `${table}.${column}`]))
    expect(
      Object.keys(LEFT_OUT).filter((name) => !named.has(name)),
      'is there',
    ).to.deep.equal([])
    const wrong = Object.entries(tables).flatMap(([table, names]) =>
      Object.values(names).filter((column) => !named.has(`${table}.${column}`)),
    )
    expect(wrong, 'is there').to.deep.equal([])
  })

  it('every value of these columns is in it, and nobody who works here', async () => {
    const { text } = await given(await prepared(customerId))
    const skipped = new Set(['customers', 'customer_phones', 'customer_cards', 'entry_contents'])
    for (const [table, names] of Object.entries(GIVEN_OUT)) {
      if (skipped.has(table)) continue
      const rows = await annai.db(table)
      if (table !== 'audit_events') expect(rows, table).not.to.have.length(0)
      const own = rows.filter((row) => table !== 'audit_events' || row.customer_id === customerId)
      for (const [name, column] of Object.entries(names))
        for (const row of own) {
          const value = row[column]
          if (name.startsWith('staff') || value === null || value === '') continue
          if (typeof value === 'string' && /^[{[]/.test(value)) {
            expect(text, `${table}.${column}`).to.contain(
              JSON.stringify(JSON.parse(value)).slice(1, -1),
            )
            continue
          }
          if (['primary', 'relayService'].includes(name)) continue
          expect(text, `${table}.${column}`).to.contain(JSON.stringify(value).replace(/^"|"$/g, ''))
        }
    }
    const contents = await annai.db('entry_contents')
    for (const { body } of contents)
      for (const value of Object.values(JSON.parse(body).fields ?? {}))
        expect(text).to.contain(JSON.stringify(value))
    const hidden = /.{40}(?:田中|鈴木|森 |password_hash|"salt"|_session).{20}/.exec(text)
    expect(hidden?.[0]).to.equal(undefined)
  })

  it('on paper no code is left as it is, in either language', async () => {
    const path = await prepared(customerId)
    for (const lang of ['ja', 'en'] as const) {
      await mori.open(`${path}/print?lang=${lang}`)
      const lines = mori
        .$('.personal-record li')
        .toArray()
        .map((each) => [mori.$(each).find('b').text(), mori.$(each).text()] as const)
      expect(lines.length).to.be.greaterThan(800)
      const code = /^[a-z]+(_[a-z]+)+$/
      const wrong = lines.filter(([name, all]) => {
        const words = all.slice(name.length).trim()
        const isCode = lang === 'ja' ? /^[a-z]+(_[a-z]+)*$/.test(words) : code.test(words)
        return isCode || (lang === 'ja' ? /^[A-Za-z ]+$/ : /_|[a-z][A-Z]/).test(name)
      })
      expect(wrong).to.deep.equal([])
      const [first] = lines
      expect(first?.[1], lang).to.match(lang === 'ja' ? /お客様番号/ : /Customer number/)
      expect(mori.text('main')).to.match(
        lang === 'ja' ? /2026年11月23日 09:30/ : /23 Nov 2026 09:30/,
      )
    }
  })

  it('whatever the card system is sent or tells of an action has a word', () => {
    const fields = catalogue('ja').privacyFields
    const told = [inputs, outputs].flatMap((all) =>
      CHANGES.flatMap((name) => [...keysOf(all[name]), ...keysOf(outputs.searchCustomers)]),
    )
    const names = [
      ...told.filter((name) => !['customers', 'tooMany'].includes(name)),
      ...Object.values(GIVEN_OUT).flatMap((each) => Object.keys(each)),
    ]
    expect([...new Set(names)].filter((name) => !fields[name])).to.deep.equal([])
  })

  it('of a caller who turned out to be somebody else, what was seen of them is theirs', async () => {
    await annai.db('calls').update({ state: 'ended' })
    const namesake = await annai.db('customers').where({ customer_ref: 'customer-0110' }).first()
    const call = await verifiedCall(tanaka, CALLERS.nakamura)
    const before = (await given(await prepared(customerId))).held
    await tanaka.open(call.screen.path)
    await tanaka.open(tanaka.$('.trail a[href*="/id_search/"]').attr('href') ?? '')
    await call.tell({ ...CALLERS.namesake.search, last4: '' })
    await call.answer('one')
    await annai.db('calls').update({ state: 'ended' })
    const { customer_id: whose } = await annai.db('calls').where({ id: call.id }).first()
    expect(whose).to.equal(namesake.id)
    const after = (await given(await prepared(customerId))).held
    expect(after.calls, 'what was seen of them').to.have.length(before.calls.length)
    expect(after.calls.at(-1)?.entries).not.to.have.length(0)
    const { text } = await given(await prepared(namesake.id))
    expect(text).to.contain('id_search')
    expect(text, 'what the card of the first is called').not.to.contain('"last4":"0005"')
  })

  it('the sheet is found again by its number, with whose it is', async () => {
    await mori.open(`${await prepared(customerId)}/print`)
    const number = mori.$('link[href^="/prints/feet/"]').attr('href')?.match(/\d+/)?.[0]
    expect(mori.text('main')).to.contain(`印刷番号 ${number?.padStart(6, '0')}`)
    await mori.open(`/prints?number=${number}`)
    expect(mori.$(`main a[href="/customers/${customerId}"]`)).to.have.length(1)
    const { held } = await given(await prepared(customerId))
    expect(JSON.stringify(held.prints)).to.contain(`"number":${number}`)
  })
})

/** The names of the fields that a schema knows, within others too. */
function keysOf(schema: unknown): string[] {
  const { def } = ((schema ?? {}) as { _zod?: { def: Record<string, unknown> } })._zod ?? {} // every schema has one
  if (!def) return []
  const shape = (def.shape ?? {}) as Record<string, unknown> // of an object
  const within = [def.element, def.innerType, ...((def.options ?? []) as unknown[])] // of the others
  return [
    ...Object.entries(shape).flatMap(([name, field]) => [name, ...keysOf(field)]),
    ...within.flatMap(keysOf),
  ]
}
