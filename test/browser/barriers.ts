import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** What on an open page keeps people out, by axe for WCAG 2.2 AA. */
export async function barriers(page: Page): Promise<string[]> {
  // No page has frames, and looking for what other pages frame is half of the time.
  const axe = new AxeBuilder({ page }).setLegacyMode(true)
  const report = await axe.options({ runOnly: RULES, resultTypes: ['violations'] }).analyze()
  return report.violations.map(
    ({ id, nodes }) => `${id} ${nodes.map(({ html }) => html.slice(0, 90)).join(' | ')}`,
  )
}
