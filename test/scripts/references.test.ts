import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import fc from 'fast-check'
import { declineCode, findReference, topupError } from '../../src/scripts/reference.ts'
import { loadReferences } from '../../src/scripts/references.ts'

const CONTENT = new URL('../../src/scripts/content/references/', import.meta.url).pathname
const references = loadReferences(CONTENT)

describe('the reference tables', () => {
  const found = (query: string) =>
    findReference(query, references).map(
      ({ table, row }) => `${table} ${'code' in row ? row.code : row.network}`,
    )

  it('hold every code that customers read out', () => {
    expect(references.topupErrors.map(({ code }) => code)).to.deep.equal([
      ...['ER305', 'ER310', 'ER321', 'ER322', 'ER323', 'ER325', 'ER326'],
      ...['G12', 'G30', 'G42', 'G44', 'G54', 'G55', 'G60', 'G61', 'G65', 'G83', 'G97'],
    ])
    expect(topupError('ER323', references)).to.include({ owner: 'issuer' })
    expect(topupError('ER325', references)).to.include({ owner: 'service' })
  })

  it('say which cards the payment app takes', () => {
    const accepted = Object.fromEntries(
      references.topupCards.map((row) => [
        row.network,
        [row.accepted, row.issuers.ja.split('、').length],
      ]),
    )
    expect(accepted).to.deep.equal({
      MASTERCARD: ['all', 1],
      AMEX: ['all', 1],
      VISA: ['some', 8],
      JCB: ['some', 2],
      DINERS: ['none', 1],
    })
  })

  it('give a code in any width and case, and without its letters', () => {
    for (const code of ['ER323', 'er323', 'ＥＲ３２３', 'ER 323', 'er-323', '323'])
      expect(topupError(code, references)?.code, code).to.equal('ER323')
    for (const code of ['', 'ER', '32', 'ER999', 'constructor'])
      expect(topupError(code, references)).to.equal(null)
    expect(declineCode('51', references)).to.include({ reason: 'over_limit' })
    expect(declineCode('suspected_fraud', references)).to.include({
      code: '59',
      outcome: 'fraud_hold',
    })
    expect(declineCode('５１', references)?.code).to.equal('51')
  })

  it('are found by code or by words, codes first', () => {
    expect(found('ER323')[0]).to.equal('topup_errors ER323')
    expect(found('３２３')[0]).to.equal('topup_errors ER323')
    expect(found('54')).to.include.members(['topup_errors G54', 'decline_codes 54'])
    expect(found('ロック')).to.deep.equal(['topup_errors ER323'])
    expect(found('ろっく')).to.deep.equal(['topup_errors ER323'])
    expect(found('lock short')).to.deep.equal(['topup_errors ER323'])
    expect(found('エポス')).to.deep.equal(['topup_cards VISA'])
    expect(found('アメックス')).to.deep.equal(['topup_cards AMEX'])
    expect(found('有効期限')).to.deep.equal(['topup_errors G83', 'decline_codes 54'])
    for (const query of ['', '　', '|', 'ありえない語'])
      expect(found(query), query).to.deep.equal([])
  })

  it('take any query', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (query) => {
        expect(findReference(query, references)).to.be.an('array')
      }),
    )
  })
})

describe('a folder of reference tables', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'annai-references-'))
    cpSync(CONTENT, folder, { recursive: true })
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const spoilt: Record<string, [file: string, from: RegExp | string, to: string]> = {
    'a translation': ['topup_errors.yaml', / {6}en: This is shown for a card whose.*\n/, ''],
    'an unknown owner': ['topup_errors.yaml', 'owner: service', 'owner: nobody'],
    'a code twice': ['decline_codes.yaml', 'code: "02"', 'code: "01"'],
    'an impossible day': ['topup_cards.yaml', '2026-11-23', '2026-02-30'],
    'no source': ['decline_codes.yaml', /^source:.*\n/m, ''],
    'an unknown key': ['topup_cards.yaml', 'accepted: none', 'accepted: none\n    colour: red'],
    'an unknown network': ['topup_cards.yaml', 'network: JCB', 'network: JCC'],
    'no YAML': ['topup_cards.yaml', 'rows:', 'rows: [}'],
  }
  for (const [what, [file, from, to]] of Object.entries(spoilt))
    it(`with ${what} is refused, and the file is named`, () => {
      const path = join(folder, file)
      const content = readFileSync(path, 'utf8')
      expect(content.replace(from, to)).to.not.equal(content)
      writeFileSync(path, content.replace(from, to))
      expect(() => loadReferences(folder)).to.throw(file)
    })
})
