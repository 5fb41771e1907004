import { expect } from 'chai'
import { levelOf } from '../../src/calls/answer-check.ts'
import { openLibrary } from '../../src/scripts/library.ts'
import { atLeast, type Level } from '../../src/scripts/script.ts'
import { addressesOf, askRoute, leaveThings } from '../operators/every-route.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { CALLERS, PhoneCall } from '../support/phone-call.ts'
import { content } from '../support/seeded.ts'
import type { Visitor } from '../support/visitor.ts'

/** What is registered of him and what a case tells, none of which was said in these calls. */
const REGISTERED = {
  birthDate: /1990[-/年]0?6[-/月]14|平成2年6月14/,
  memberNo: /2041-?0101/,
  address: /青葉台1|コーポ青葉/,
  bank: /あさひ台|みどり野/,
  last4: /(?<!\d)(?:0005|0505)(?!\d)/,
  said: /10万円|奥様/,
  amount: /100[,，]?000/,
  status: /お客様の対応待ち/,
}
/** The supervisor may open whatever there is. */
const LOGINS = ['tanaka', 'mori'] as const

describe('beside a caller who is not verified', () => {
  let annai: Annai
  let ids: ReadonlyMap<string, string>
  const calls = new Map<string, { readonly by: Visitor; readonly call: PhoneCall; id: string }>()

  before(async () => {
    annai = await startAnnai()
    ids = await leaveThings(annai)
    annai.clock.forward(3_600_000)
    for (const login of LOGINS) {
      const by = await annai.signIn(login)
      const call = await PhoneCall.from(by, CALLERS.nakamura.from)
      await call.follow('op_greet next', 'op_reason topup_error')
      if (call.step === 'op_repeat') await call.follow('op_repeat separate')
      await call.follow('id_intro next', 'id_caller other')
      await call.tell({ kana: 'なかむら　たくや', phone: CALLERS.nakamura.from })
      await call.follow('id_search_for one')
      calls.set(login, { by, call, id: by.path.split('/')[2] ?? '' })
    }
  })
  after(() => annai.close())

  /** Every page there is, those that look for something with what would find him. */
  function everyPage(): string[] {
    const caseId = ids.get('cases') ?? ''
    const pages = annai.routes
      .filter(({ method, rule }) => method === 'GET' && rule !== 'open' && rule !== 'read_scripts')
      .flatMap((route) => addressesOf(route, ids).map(({ path }) => path))
    const words = [
      'なかむら',
      '中村 拓也',
      '0005',
      '20410101',
      '1990-06-14',
      '10万円',
      '奥様',
      'みどり野',
    ]
    const asked = words.map(encodeURIComponent)
    return [
      ...pages,
      ...['ja', 'en'].flatMap((lang) => [
        `/cases/${caseId}/summary?lang=${lang}`,
        `/prints/sheet?ids=${caseId}&lang=${lang}`,
      ]),
      ...asked.flatMap((q) => [
        `/customers?q=${q}`,
        `/search?q=${q}`,
        `/cases?text=${q}`,
        `/prints?case=${q}`,
      ]),
      ...[
        `/pop?from=${CALLERS.nakamura.from}`,
        '/pop?from=',
        '/cases?view=all',
        '/cases?status=waiting_customer',
      ],
      ...['error_code', 'merchant'].map((kind) => `/waves/cases?kind=${kind}&value=ER323`),
      ...[...calls.values()].map(({ id }) => `/calls/${id}`),
    ]
  }
  const found = async (by: Visitor, path: string): Promise<string[]> => {
    const { text, status } = await askRoute(annai, { method: 'GET' }, path, by)
    if (status >= 500) return [`${path} ${status}`]
    // What was asked for stands in the search box again.
    const told = text.replaceAll(/value="[^"]*"|<title>.*?<\/title>|href="[^"]*"/g, '')
    const asked = decodeURIComponent(path.split('?')[1] ?? '')
    return Object.entries(REGISTERED)
      .filter(([, pattern]) => pattern.test(told) && !pattern.test(asked))
      .map(([name]) => `${name} on ${path}`)
  }
  const tellsNothing = async (...logins: readonly string[]) => {
    const leaks: string[] = []
    for (const { by } of logins.flatMap((login) => calls.get(login) ?? []))
      for (const path of everyPage()) leaks.push(...(await found(by, path)))
    expect([...new Set(leaks)]).to.deep.equal([])
  }

  it('of level none, no page of the program tells what is registered', () =>
    tellsNothing(...LOGINS))

  it('which whoever is in no such call does read there: the pages are those that would tell', async () => {
    const told = new Set<string>()
    const ueno = await annai.signIn('ueno')
    const verified = await annai.signIn('suzuki')
    const call = await PhoneCall.from(verified, '')
    await call.follow('op_greet next', 'op_reason topup_error')
    if (call.step === 'op_repeat') await call.follow('op_repeat none')
    await call.verify(CALLERS.nakamura)
    const pages = [
      `/customers/${ids.get('customers')}`,
      `/cases/${ids.get('cases')}`,
      '/cases?view=all',
    ]
    for (const path of [
      ...pages,
      `/calls/${ids.get('calls')}`,
      `/cases/${ids.get('cases')}/summary`,
    ])
      for (const by of [ueno, verified])
        for (const line of await found(by, path)) told.add(line.split(' on ')[0] ?? '')
    expect([...told]).to.include.members(
      Object.keys(REGISTERED).filter((each) => each !== 'amount'),
    )
  })

  it('nor what would only be found if it were there', async () => {
    const { by } = calls.get('tanaka') ?? {}
    if (!by) throw new Error('nobody calls')
    const count = async (q: string) => {
      const { text } = await askRoute(
        annai,
        { method: 'GET' },
        `/search?q=${encodeURIComponent(q)}`,
        by,
      )
      return /data-count="(\d+)"/.exec(text)?.[1]
    }
    expect(await count('奥様'), 'a word of a note').to.equal(await count('旦那様'))
    expect(await count('10万円')).to.equal(await count('77万円'))
  })

  it('nor whether what callers prove themselves with is right', async () => {
    const { by } = calls.get('tanaka') ?? {}
    if (!by) throw new Error('nobody calls')
    const search = async (path: string, q: string) => {
      await by.open(`${path}?${path === '/cases' ? 'text' : 'q'}=${encodeURIComponent(q)}`)
      return `${by.$('[data-count]').attr('data-count')} ${by.text('main ul li, main table tr')}`
    }
    const slip = async (q: string) => {
      await by.open('/paper-calls')
      await by.post('/paper-calls/customer', { search: q })
      expect(by.text('main')).not.to.include('名が見つかりました')
      return by.text('main [role=status], main .notice')
    }
    const pairs = [
      ['1990-06-14', '1991-06-14'],
      ['中村 平成2年6月14日', '中村 平成3年6月14日'],
      ['なかむら 0005', 'なかむら 0006'],
      ['20410101', '20419999'],
      ['中村 00000101', '中村 00009999'],
      ['中村 09000000101', '中村 09000009999'],
    ]
    for (const [right = '', wrong = ''] of pairs) {
      for (const path of ['/customers', '/search', '/cases'])
        expect(await search(path, right), `${path} ${right}`).to.equal(await search(path, wrong))
      expect(await slip(right), right).to.equal(await slip(wrong))
    }
    // A name, or the number that somebody rings from, finds who it may be.
    expect(await search('/customers', '中村')).to.include('中村 拓也')
    expect(await search('/customers', '09000000101')).to.include('中村 拓也')
  })

  const refusesAll = async (level: Level) => {
    const { script } = (await openLibrary(annai.db, content, annai.clock.now())).current
    const before = await annai.db('card_actions').count({ count: '*' }).first()
    const { by, id } = calls.get('tanaka') ?? { by: undefined, id: '' }
    if (!by) throw new Error('nobody calls')
    const seenBefore = await annai
      .db('call_entries')
      .where({ call_id: id })
      .count({ count: '*' })
      .first()
    const entries = await annai.db('call_entries').where({ call_id: id, by_whom: 'operator' })
    let tried = 0
    for (const step of script.steps.values()) {
      if (atLeast(level, levelOf(step))) continue
      tried += 1
      const first = step.choices.map(({ outcome }) => outcome).slice(0, 1)
      const outcomes = step.kind === 'act' ? ['confirm', 'as_it_stands'] : first
      const form = { matter: '1', step: step.id, visit: '1', entries: String(entries.length) }
      for (const path of ['answers', 'corrections', 'look-ups'])
        for (const outcome of path === 'look-ups' ? [''] : outcomes) {
          const sent = {
            ...form,
            outcome,
            last4: '0005',
            reason: 'x',
            submission: `${step.id}-${path}-${outcome}`,
          }
          const { status } = await askRoute(
            annai,
            { method: 'POST' },
            `/calls/${id}/${path}`,
            by,
            sent,
          )
          expect(status, `${path} ${step.id} ${outcome}`).to.be.oneOf([403, 409, 422])
        }
    }
    expect(tried).to.be.above(20)
    expect(await annai.db('card_actions').count({ count: '*' }).first()).to.deep.equal(before)
    const seen = await annai.db('call_entries').where({ call_id: id }).count({ count: '*' }).first()
    expect(seen, 'nothing written').to.deep.equal(seenBefore)
  }

  it('of level none, no look-up and no action is made, whatever is sent', () => refusesAll('none'))

  it('of level basic, the same but for what leads to a stop', async () => {
    for (const { by, call, id } of calls.values()) {
      await by.open(`/calls/${id}`)
      await call.tell({ name: 'なかむら　たくや', birthDate: '平成2年6月14日' })
      await call.follow('id_family basic')
      expect(by.$('main').attr('data-level')).to.equal('basic')
    }
    await tellsNothing('mori')
    await refusesAll('basic')
  })
})
