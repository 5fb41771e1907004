import { expect } from 'chai'
import { HtmlValidate } from 'html-validate'
import type { Page } from 'playwright-core'
import { DEMO_PASSWORD } from '../../src/demo/people.ts'
import { type Annai, startAnnai } from '../support/annai.ts'
import { inBrowser } from '../support/browser.ts'
import { CALLERS, PhoneCall } from '../support/phone-call.ts'
import { barriers } from './barriers.ts'

const validator = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: {
    'no-trailing-whitespace': 'off',
    'long-title': 'off',
    'void-style': 'off',
    'no-redundant-role': 'off',
    // Boxes of one name are one question.
    'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'button', 'submit', 'reset'] }],
  },
})

inBrowser('every page', (open) => {
  let annai: Annai
  let call: PhoneCall
  let caseId: string
  let customerId: string
  let operatorId: string

  before(async () => {
    annai = await startAnnai()
    const tanaka = await annai.signIn('tanaka')
    const first = await PhoneCall.from(tanaka, CALLERS.nakamura.from)
    await first.follow(
      'op_greet next',
      ['op_reason topup_error', { 'field.customer_words': 'チャージできない' }],
      'op_repeat none',
    )
    await first.verify(CALLERS.nakamura)
    await first.follow(
      'tr_card picked:0005',
      'er_code er323',
      'er_detail noted',
      'ck_attempts auth_failed',
    )
    await first.follow(
      'pw_history other_card_only',
      'pw_linked in_use',
      'pw_guide next',
      'pw_set later',
      'lk_check auth_lock',
    )
    await first.follow(
      'lk_confirm all_mine',
      'lk_release confirm',
      'rt_retry success',
      'rt_notice next',
      'wr_more nothing',
      'wr_close next',
      'wr_acw resolved',
    )
    call = await PhoneCall.from(await annai.signIn('suzuki'), CALLERS.nakamura.from)
    caseId = (await annai.db('cases').first('id')).id
    operatorId = (await annai.db('operators').where({ login: 'tanaka' }).first('id')).id
    customerId = (await annai.db('customers').where({ member_no: '20410101' }).first('id')).id
  })
  after(() => annai.close())

  const signIn = async (page: Page, login: string, language: 'ja' | 'en') => {
    await page.goto(`${annai.url}/sign-in`)
    await page.fill('[name=login]', login)
    await page.fill('[name=password]', DEMO_PASSWORD)
    await Promise.all([
      page.waitForNavigation(),
      page.click('form[action="/session"] button[type=submit]'),
    ])
    await page.request.post(`${annai.url}/preferences`, {
      form: { language, back: '/' },
      headers: { origin: annai.url },
    })
  }
  const check = async (page: Page, path: string) => {
    const answer = await page.goto(new URL(path, annai.url).href)
    const html = (await answer?.text()) ?? ''
    const report = await validator.validateString(html)
    const invalid = report.results.flatMap(({ messages }) =>
      messages.map((each) => `${path}: ${each.ruleId} ${each.message} (${each.line})`),
    )
    const barred = (await barriers(page)).map((each) => `${path}: ${each}`)
    return [...invalid, ...barred]
  }
  /** Of an operator who is in no call. */
  const PATHS = () => [
    '/',
    '/pop?from=09000000101',
    '/calls',
    '/paper-calls',
    '/cases',
    '/cases?view=all&columns=customer,due,priority,queue,tags',
    '/cases?reason=topup_error',
    '/cases?reason=declined',
    '/manual-stops',
    `/cases/${caseId}`,
    `/cases/${caseId}/summary`,
    `/cases/${caseId}/letter`,
    `/cases/${caseId}/record`,
    `/prints/sheet?ids=${caseId}&form=short`,
    '/customers?q=なかむら',
    `/customers/${customerId}`,
    '/search?q=ER323',
    '/scripts',
    '/scripts/card-trouble/booklet',
    '/account',
    '/account/second-factor',
    '/nowhere',
  ]
  const OTHERS = (): Readonly<Record<string, readonly string[]>> => ({
    // In a call whose caller is not verified: the case is closed to them.
    suzuki: ['/', '/calls', `/calls/${call.id}`, `/cases/${caseId}`],
    mori: [
      '/approvals',
      '/teams',
      '/prints',
      '/waves',
      '/erasures',
      '/legal-holds',
      ...['exports', 'erasure', 'legal-hold'].map((page) => `/customers/${customerId}/${page}`),
    ],
    admin: ['/operators', `/operators/${operatorId}`],
    ueno: ['/audit', `/audit?case=${caseId}&name=cardActions`],
  })

  for (const language of ['ja', 'en'] as const)
    it(`is valid HTML and passes axe for WCAG 2.2 AA (${language})`, async () => {
      const page = await open()
      const wrong = await check(page, '/sign-in')
      await signIn(page, 'tanaka', language)
      for (const path of PATHS()) wrong.push(...(await check(page, path)))
      const script = await page
        .goto(`${annai.url}/scripts`)
        .then(() => page.locator('main a[href^="/scripts/"]').first().getAttribute('href'))
      wrong.push(...(await check(page, script ?? '/scripts')))
      for (const [login, paths] of Object.entries(OTHERS())) {
        await signIn(page, login, language)
        for (const path of paths) wrong.push(...(await check(page, path)))
      }
      expect(wrong).to.deep.equal([])
    }).timeout(240_000)

  it('so does the stage, in both languages', async () => {
    const page = await open()
    const wrong = await check(page, `${annai.stageUrl}/stage?lang=ja`)
    wrong.push(...(await check(page, `${annai.stageUrl}/stage?lang=en`)))
    expect(wrong).to.deep.equal([])
  })

  it('passes at every kind of step of a call', async () => {
    const page = await open()
    await signIn(page, 'suzuki', 'ja')
    const wrong: string[] = []
    const look = async () => void wrong.push(...(await check(page, `/calls/${call.id}`)))
    await look()
    await call.follow('op_greet next')
    await look()
    await call.follow('op_reason topup_error')
    await look()
    await call.answer(call.choices.find((each) => each.startsWith('found:')) ?? 'none')
    await call.follow('id_intro next', 'id_caller self')
    await look()
    await call.tell(CALLERS.nakamura.search)
    await call.follow('id_search one')
    await call.tell(CALLERS.nakamura.items)
    await call.follow('id_items full')
    await look()
    await call.follow('tr_card picked:0005')
    await look()
    expect(wrong).to.deep.equal([])
  })

  it('fits 1024 px and 200 % zoom: nothing has to be scrolled sideways', async () => {
    const wrong: string[] = []
    const page = await open()
    const measure = async (path: string) => {
      await page.goto(annai.url + path)
      for (const width of [1024, 720]) {
        await page.setViewportSize({ width, height: 768 })
        const over = Number(
          await page.evaluate(
            'document.documentElement.scrollWidth - document.documentElement.clientWidth',
          ),
        )
        if (over > 0) wrong.push(`${path} at ${width}: ${over} px too wide`)
      }
    }
    await signIn(page, 'tanaka', 'ja')
    for (const path of PATHS()) await measure(path)
    for (const [login, paths] of Object.entries(OTHERS())) {
      await signIn(page, login, 'ja')
      for (const path of paths) await measure(path)
    }
    expect(wrong).to.deep.equal([])
  })
})
