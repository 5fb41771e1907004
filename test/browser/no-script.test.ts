import { expect } from 'chai'
import { type Annai, startAnnai } from '../support/annai.ts'
import { inBrowser } from '../support/browser.ts'
import { CALLERS } from '../support/phone-call.ts'

const { search, items, from } = CALLERS.nakamura

inBrowser('a call with JavaScript switched off, in English', (open) => {
  let annai: Annai
  before(async () => {
    annai = await startAnnai()
  })
  after(() => annai.close())

  it('is led from the ring to the wrap-up, and the note is saved by its button', async () => {
    const page = await open({
      javaScriptEnabled: false,
      locale: 'en-GB',
      viewport: { width: 1024, height: 768 },
    })
    const going = (act: () => Promise<unknown>) => Promise.all([page.waitForNavigation(), act()])
    const press = async (...answers: string[]) => {
      for (const each of answers) {
        const [step = '', outcome = ''] = each.split(' ')
        expect(await page.getAttribute('main', 'data-step')).to.equal(step)
        await going(() =>
          page.locator(`#answers button[name=outcome][value^="${outcome}"]`).first().click(),
        )
      }
    }
    const tell = async (fields: Record<string, string>) => {
      for (const [name, value] of Object.entries(fields))
        await page.fill(`[name="said.${name}"]`, value)
      await going(() => page.click('form[data-look-up] button[type=submit]'))
    }
    await page.goto(`${annai.url}/sign-in`)
    await page.fill('[name=login]', 'suzuki')
    await page.fill('[name=password]', 'annai-demo-2026')
    await going(() => page.click('form[action="/session"] button[type=submit]'))
    await going(() => page.getByRole('button', { name: 'English' }).click())
    await page.goto(`${annai.url}/pop?from=${encodeURIComponent(from)}`)
    expect(await page.getAttribute('html', 'lang')).to.equal('en')
    await going(() => page.locator('main form[action="/calls"] button').first().click())
    await press(
      'op_greet next',
      'op_reason topup_error',
      'op_repeat none',
      'id_intro next',
      'id_caller self',
    )
    await tell(search)
    await press('id_search one')
    await tell(items)
    await press('id_items full')
    await page.fill('textarea[name=body]', 'Wants 100,000 yen on au PAY')
    await going(() => page.click('form[action$="/note"] button[type=submit]'))
    expect(await page.inputValue('textarea[name=body]')).to.equal('Wants 100,000 yen on au PAY')
    await press(
      'tr_card picked:card-0101-a',
      'er_code er323',
      'er_detail noted',
      'ck_attempts auth_failed',
    )
    await press(
      'pw_history other_card_only',
      'pw_linked in_use',
      'pw_guide next',
      'pw_set later',
      'lk_check auth_lock',
    )
    await press('lk_confirm not_yet', 'wr_more nothing', 'wr_close next', 'wr_acw pending')
    expect(await page.getAttribute('main', 'data-step')).to.equal('end_pending')
    const words = ((await page.textContent('main')) ?? '').replaceAll('あさぎり', '')
    expect(words, 'only names of people and cards stay Japanese').to.not.match(/[ぁ-ん]{3}/)
    const [note] = await annai.db('case_notes')
    expect(note.body).to.equal('Wants 100,000 yen on au PAY')
  })
})
