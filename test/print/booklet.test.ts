import { expect } from 'chai'
import { bookletOf, interruptKey, keyOf } from '../../src/scripts/booklet.ts'
import { graphOf } from '../../src/scripts/graph.ts'
import { BACK } from '../../src/scripts/script.ts'
import { shipped } from '../scripts/shipped.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { onBothDatabases } from '../support/databases.ts'
import type { Visitor } from '../support/visitor.ts'

onBothDatabases('the booklet for when Annai is down', (freshUrl) => {
  let annai: Annai
  let tanaka: Visitor

  before(async () => {
    annai = await startAnnai(await freshUrl())
    tanaka = await annai.signIn('tanaka')
  })
  after(() => annai.close())

  const open = async (query = '') => {
    await tanaka.open(`/scripts/card-trouble/booklet${query}`)
    expect(tanaka.status).to.equal(200)
    expect(tanaka.page).to.equal('booklet')
    return tanaka.$
  }

  for (const lang of ['ja', 'en'] as const)
    it(`has every step once and every way on as the number of a step (${lang})`, async () => {
      const $ = await open(`?lang=${lang}`)
      const script = shipped()
      const { numbers, steps } = bookletOf(script)
      const shown = $('article.step')
        .toArray()
        .map((each) => $(each).attr('data-number'))
      expect(shown).to.deep.equal(steps.map((_, index) => String(index + 1)))
      for (const { from, to, kind, outcome } of graphOf(script, lang).edges) {
        const target = to === BACK ? undefined : String(numbers.get(to))
        const goTo = lang === 'ja' ? `→ ${target} へ` : `go to ${target}`
        if (kind === 'interrupt') {
          const nth = script.interrupts.findIndex((each) => `!${each.id}` === from)
          const row = $(`tr[data-interrupt="${interruptKey(nth)}"]`)
          expect(row.find(`[data-go="${target}"]`), from).to.have.length(1)
          expect(row.text()).to.contain(goTo)
          continue
        }
        const box = $(`#n${numbers.get(from)}`)
        if (kind === 'bound') {
          expect(box.find('.bound').text(), from).to.contain(goTo)
          continue
        }
        const step = script.steps.get(from)
        const nth = step?.choices.findIndex((each) => each.outcome === outcome) ?? -1
        const row = box.find('table.ways tr').eq(nth)
        if (step?.kind !== 'route') expect(row.find('.key').text()).to.equal(keyOf(nth))
        if (target !== undefined)
          expect(row.find(`a[data-go="${target}"]`).text(), `${from} ${outcome}`).to.equal(goTo)
      }
      for (const each of $('[data-go]').toArray()) {
        const number = $(each).attr('data-go') ?? ''
        expect($(`#n${number}`), `go to ${number}`).to.have.length(1)
      }
    })

  it('leaves a named blank where the screen reads something out, and no brace behind', async () => {
    const $ = await open()
    expect($('#n1 .say').text().replace(/\s+/g, ''))
      .to.contain('［会社名］')
      .and.to.contain('［担当者名］')
    expect($('main').text()).not.to.match(/\{\{|\}\}|undefined|null/)
  })

  it('says what look-ups and actions mean on paper, and where an emergency stop is made', async () => {
    const $ = await open()
    const { numbers } = bookletOf(shipped())
    const stop = $(`#n${numbers.get('st_stop')}`).text()
    expect(stop).to.contain('Annai が使えないあいだはできません')
    expect(stop).to.contain('オーソリセンターへ電話します')
    expect($(`#n${numbers.get('st_stop')} tr.off`).text()).to.contain('停止した')
    expect(
      $(`#n${numbers.get('st_stop')} .star`)
        .parent()
        .text(),
    ).to.contain('処理できない')
    expect($(`#n${numbers.get('st_fallback')}`).text()).to.contain('受付番号・相手の氏名・時刻')
    expect($(`#n${numbers.get('wr_acw')} table.ways`).text()).to.contain(
      '終話のしかたが「通常」、残る対応が「なし」',
    )
    expect($(`#n${numbers.get('st_after')}`).text()).to.contain('どこまで本人確認が済んだか')
    expect($(`#n${numbers.get('es_fraud')} .bound`).text()).to.contain('通話全体で3回まで')
  })

  it('names version, print number and printer, and each print is on the record', async () => {
    await open()
    const text = tanaka.text('.cover')
    const number = Number(/印刷番号 (\d+)/.exec(text)?.[1])
    expect(text).to.contain('第1版').and.to.contain('田中 恵')
    await open('?lang=en')
    expect(tanaka.text('.cover')).to.contain(`Print no. ${String(number + 1).padStart(6, '0')}`)
    const events = await annai.db('audit_events').where({ name: 'booklet_printed' }).orderBy('id')
    expect(events).to.have.length(number + 1)
    const { id } = await annai.db('script_versions').first('id')
    expect(JSON.parse(events.at(-1).detail)).to.deep.equal({
      versionId: id,
      language: 'en',
      paper: 'a4',
      number: number + 1,
    })
  })

  it('is found from the scripts and the desk, by a script author too, and nowhere else', async () => {
    const hayashi = await annai.signIn('hayashi')
    await hayashi.open('/scripts')
    const link = hayashi.$('a[href$="/booklet"]').attr('href') ?? ''
    await hayashi.open(link)
    expect(hayashi.page).to.equal('booklet')
    await hayashi.open('/scripts/card-trouble')
    expect(hayashi.$('a[href$="/booklet"]')).to.have.length(1)
    for (const wrong of ['nope', '%00', "'", '00000000-0000-7000-8000-000000000000']) {
      await hayashi.open(`/scripts/${wrong}/booklet?lang[]=x`)
      expect(hayashi.status, wrong).to.equal(404)
    }
  })
})
