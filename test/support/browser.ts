import { existsSync } from 'node:fs'
import { after, before } from 'mocha'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

/** The browser without its window is the same for pages, and half the work for the machine. */
const LIGHT = '/usr/bin/chromium-headless-shell'
const WHOLE = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const firstOf = (places: readonly (string | undefined)[]) =>
  [process.env.CHROMIUM_PATH, ...places].find((path) => path !== undefined && existsSync(path))
const FOR = { pages: firstOf([LIGHT, ...WHOLE]), desktop: firstOf(WHOLE) }

const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** A suite in a real browser; notices of the desktop need the one with a window. Without Chromium on the machine it is skipped here, with one line, and fails under CI. */
export function inBrowser(
  title: string,
  suite: (open: (options?: BrowserContextOptions) => Promise<Page>) => void,
  {
    surroundings = () => ({}),
    needs = 'pages',
  }: {
    readonly surroundings?: () => Record<string, string> | undefined
    readonly needs?: keyof typeof FOR
  } = {},
): void {
  const chromiumPath = FOR[needs]
  describe(title, () => {
    let browser: Browser | undefined
    before(async function () {
      if (chromiumPath === undefined) {
        if (process.env.CI === 'true')
          throw new Error('Chromium is missing: install it, or set CHROMIUM_PATH')
        console.warn(
          `Chromium is not on this machine: "${title}" is skipped (CHROMIUM_PATH names one)`,
        )
        return this.skip()
      }
      const env = { ...process.env, ...surroundings() }
      browser = await chromium.launch({ executablePath: chromiumPath, args: QUIET, env })
    })
    after(() => browser?.close())
    suite(async (options = {}) => {
      if (!browser) throw new Error('no browser')
      const context = await browser.newContext({
        locale: 'ja-JP',
        viewport: { width: 1440, height: 900 },
        ...options,
      })
      return context.newPage()
    })
  })
}
