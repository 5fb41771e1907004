import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { DEMO_PASSWORD } from '../../src/demo/people.ts'
import { playStory, withCalls } from '../print/played.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { inBrowser } from '../support/browser.ts'
import { withoutJapaneseFonts } from '../support/fonts.ts'
import { fontsOf, hasPoppler, joined, pagesOf } from './pdf.ts'

/** Kanji of names: variants that fonts leave out, outside of the basic plane, compatibility forms, JIS levels 3 and 4. */
const NAMES =
  '髙﨑𠮷邉邊渡辺渕淵齋齊斎斉德濵濱槗瀨栁桒塚晴都寬惠靑栁嶋嶌峯峰島國圓眞龍瀧澤櫻廣邊隆諸神祐福靖精羽逸𣘺𡈽𠀋𡌛𣑥鷗鄧彅祇祢葛辻蓮榊噓俱吞姸屛幷攪潑瘦簞繫萊蔣蟬蠟軀醬醱頰麵黑杮侚伃'
/** With a selector of its variant behind it, as registers of names have them. */
const VARIANTS = '葛\u{e0100}城 辻\u{e0100}井 邉\u{e0101}'
/** Greek, Roman numerals, fractions and signs that people type into notes, and letters of names from elsewhere. */
const SIGNS =
  'ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρστυφχψωⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹⅺⅻ⅓⅔⅕⅛½¼¾≒≠≦≧±×÷∞√→←↑↓⇒⇔①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳❶❷㈱㈲㈹㊤㊦㍿㍾㍻㋿№℡㎡㎏℃Å‰★☆●◎◇■□▲▽♪〒〃々〆〇〜～―‖…‥「」『』【】〔〕“”‘’§¶†‡ЖЩЯъёІЇĄĆčđęğıŁńőřşŠťůźŽșțẞ✓✔✗☑✉₩₫₱₽‾'
/** In no font of the program: to show that the test would see it. */
const IN_NO_FONT = '\u{2b740}'

const isOurs = ({ name }: { name: string }) => /NotoSans|DejaVuSans(-Bold)?$/.test(name)
const nothingBetween = (text: string) => text.replace(/\s+/g, '')
const count = (text: string, part: string) => text.split(part).length - 1

inBrowser(
  'the case on paper, on a machine without Japanese fonts',
  (open) => {
    let annai: Annai
    let page: Page
    let id: string
    const fetched: string[] = []

    before(async function () {
      if (!hasPoppler()) {
        if (process.env.CI === 'true')
          throw new Error('pdftotext is missing: install poppler-utils')
        console.warn('pdftotext is not on this machine: "the case on paper" is skipped')
        return this.skip()
      }
      annai = await startAnnai()
      id = await playStory(annai, await annai.signIn('tanaka'))
      page = await open()
      page.on('request', (request) => fetched.push(request.url()))
      await page.goto(`${annai.url}/sign-in`)
      await page.fill('[name=login]', 'tanaka')
      await page.fill('[name=password]', DEMO_PASSWORD)
      await page.click('form[action="/session"] [type=submit]')
    })
    after(() => annai?.close())

    /** Until every font that the page asks for is there. */
    const allFonts = () =>
      page.evaluate('document.body.offsetHeight, document.fonts.ready.then(() => true)')
    const pdfOf = async (path: string): Promise<Buffer> => {
      await page.goto(`${annai.url}${path}`)
      await allFonts()
      return page.pdf({ preferCSSPageSize: true, printBackground: true })
    }
    const print = async (path: string) => pagesOf(await pdfOf(`/cases/${id}/${path}`))
    /** Everything that stands on the screen, line by line, but for the tools that are not printed. */
    const shown = async (): Promise<string[]> => {
      const text = await page.locator('main').innerText()
      const tools = await page.locator('.tools').innerText()
      return text
        .replace(tools, '')
        .split(/[\n\t]+/)
        .map(joined)
        .filter((line) => line !== '')
    }
    /** The rows as they stand in the page, from one cell to the next as paper has them. */
    const texts = async (selector: string): Promise<string[]> =>
      (await page.locator(selector).allTextContents()).map(joined)
    const isNowhereWider = async (path: string) => {
      const [inside, whole] = await page
        .locator('main')
        .evaluate((sheet: { clientWidth: number; scrollWidth: number }) => [
          sheet.clientWidth,
          sheet.scrollWidth,
        ])
      expect(whole, `wider than the sheet: ${path}`).to.be.at.most(inside ?? 0)
    }

    for (const [path, pages, words] of [
      [
        'summary',
        2,
        ['中村拓也', 'ナカムラタクヤ', '簡易書留', '不審な利用', '利用停止', '田中恵'],
      ],
      ['summary?form=short', 1, ['中村拓也', '簡易書留', '行ったこと', '次の対応']],
      [
        'letter',
        1,
        ['中村拓也様', '簡易書留', 'はさみを入れて裁断', 'お手続き内容のご案内', '田中恵'],
      ],
      ['summary?lang=en', 2, ['中村拓也', 'Networkhold(suspicioususe)', 'registeredmail']],
      ['letter?lang=en&paper=letter', 1, ['Dear中村拓也', 'simplifiedregisteredmail']],
      ['summary?form=short&lang=en&paper=letter', 1, ['中村拓也', 'registeredmail']],
    ] as const) {
      it(`${path}: ${pages === 1 ? '1 page' : `${pages} pages`}, nothing cut, every glyph there`, async () => {
        const printed = await print(
          `${path}${path.includes('paper') ? '' : path.includes('?') ? '&paper=a4' : '?paper=a4'}`,
        )
        expect(printed, 'pages').to.have.length(pages)
        const all = joined(printed.join('\n'))
        for (const word of words) expect(all, word).to.contain(joined(word))
        for (const line of await shown()) expect(all, 'cut').to.contain(line)
        expect(all, 'tools').not.to.contain(path.includes('en') ? 'Backtothecase' : '案件へ戻る')
        const number = path.includes('en') ? /Printno\.\d{6}/ : /印刷番号\d{6}/
        printed.forEach((text, at) => {
          expect(joined(text), 'page number').to.contain(`${at + 1}/${pages}`)
          expect(joined(text), 'print number').to.match(number)
        })
        await isNowhereWider(path)
      })
    }

    it('every kanji of the name list and every sign can be read and copied, in the fonts that the program brings', async () => {
      const isSigns = (url: string) => /dejavu/.test(url)
      expect(fetched.filter(isSigns), 'not for a page without such signs').to.deep.equal([])
      await page.setContent(`<p style="font-family:sans-serif">ABC ${NAMES}</p>`)
      const bare = fontsOf(await page.pdf())
      expect(bare.map(isOurs), 'the machine has one font').to.deep.equal([false])

      const visitor = await annai.signIn('tanaka')
      await visitor.open(`/cases/${id}`)
      // Words between them: digits in a row could be those of a card.
      const body = `${NAMES} ${VARIANTS} ${[...SIGNS].join('字')}`
      await visitor.submit(`form[action="/cases/${id}/notes"]`, { body })
      const pdf = await pdfOf(`/cases/${id}/summary?lang=ja&paper=a4`)
      const text = pagesOf(pdf).map(nothingBetween).join('')
      for (const kanji of NAMES + SIGNS) expect(text, kanji).to.contain(kanji)
      expect(text, 'with their variants').to.contain(nothingBetween(VARIANTS))
      for (const font of fontsOf(pdf)) {
        expect(isOurs(font), `no font of the machine: ${font.name}`).to.equal(true)
        expect(font.embedded, font.name).to.equal(true)
      }
      // Beside others a glyph that is not there may be a box of their font; alone it is one of the machine's.
      const alone = async (...all: readonly string[]) => {
        await page.locator('main').evaluate((sheet, lines) => {
          const paragraphs = lines.map((line) => {
            const one = sheet.ownerDocument.createElement('p')
            one.textContent = line
            return one
          })
          sheet.replaceChildren(...paragraphs)
        }, all)
        await allFonts()
        return fontsOf(await page.pdf()).filter((font) => !isOurs(font))
      }
      const all = await alone(...NAMES, ...SIGNS, ...VARIANTS.split(' '))
      expect(all, 'every glyph is there').to.have.length(0)
      expect(await alone(IN_NO_FONT), 'and one that is not would be seen').to.have.length(1)
    })

    it('several cases together: each on its own pages, with its own number in their foot', async () => {
      const { number: first } = await annai.db('prints').orderBy('number', 'desc').first()
      const copy = { id: '00000000-0000-7000-8000-0000000000aa', number: '261123-0099-1' }
      await annai
        .db('cases')
        .insert({ ...(await annai.db('cases').where({ id }).first()), ...copy })
      const printed = pagesOf(await pdfOf(`/prints/sheet?ids=${id},${copy.id}&lang=ja&paper=a4`))
      const one = printed.findIndex((text) => text.includes(copy.number))
      expect(one, 'the second case begins a page').to.be.greaterThan(0)
      printed.forEach((text, at) => {
        const own = Number(first) + (at < one ? 1 : 2)
        expect(joined(text)).to.contain(`印刷番号${String(own).padStart(6, '0')}`)
        expect(joined(text)).to.contain(`${at + 1}/${printed.length}`)
      })
    })

    it('a case with 40 calls: no row is cut, heads stand above their rows, no page is empty', async () => {
      await withCalls(annai, id, 40)
      const summary = (await print('summary?lang=ja&paper=a4')).map(joined)
      const rows = await texts('table.calls tbody tr')
      expect(rows).to.have.length(40)
      for (const row of rows)
        expect(
          summary.some((text) => text.includes(row)),
          `on one page: ${row.slice(0, 40)}`,
        ).to.equal(true)
      const [head = ''] = await texts('table.calls thead')
      for (const text of summary.filter((each) => /\d+\/\d+\d{2}:\d{2}通話/.test(each)))
        expect(text, 'the head of the table').to.contain(head)

      const record = (await print('record?lang=ja&paper=letter')).map(joined)
      const begins = await page
        .locator('table.log:not(.aside)')
        .evaluateAll(
          (tables: { querySelectorAll(s: string): Iterable<{ textContent: string | null }> }[]) =>
            tables.map((table) =>
              [...table.querySelectorAll('tr')].slice(0, 4).map((row) => row.textContent ?? ''),
            ),
        )
      expect(begins).to.have.length(40)
      for (const begin of begins)
        expect(
          record.filter((text) => text.includes(joined(begin.join('')))),
          `the head of a call with its first step: ${begin[0]}`,
        ).to.have.length(1)
      const all = record.join('\n')
      const steps = await texts('table.log tr.step')
      for (const step of new Set(steps))
        expect(count(all, step), `whole: ${step.slice(0, 40)}`).to.be.at.least(
          steps.filter((each) => each === step).length,
        )
      for (const [at, text] of [...summary, ...record].entries())
        expect(text.length, `page ${at + 1} is not empty`).to.be.greaterThan(120)
      for (const text of record) expect(text, 'which call it is').to.match(/第\d+回/)
    })
  },
  { surroundings: withoutJapaneseFonts },
)
