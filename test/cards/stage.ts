/** The stage as a player uses it: its page is opened, and its buttons are pressed. */
import { expect } from 'chai'
import { type Cheerio, type CheerioAPI, load } from 'cheerio'
import { first, STORY, type TestWorld } from './world.ts'

export type Page = CheerioAPI

export async function open(
  world: TestWorld,
  query = `customer=${STORY.customerRef}`,
): Promise<Page> {
  const answer = await fetch(`${world.url}/stage?${query}`)
  expect(answer.status).to.equal(200)
  return load(await answer.text())
}

/** Presses a button of the page as a browser would: with the fields of its form, and following the redirect. */
export async function press(
  world: TestWorld,
  form: Cheerio<never> | ReturnType<Page>,
  typed: Record<string, string> = {},
): Promise<Page> {
  const action = form.attr('action')
  if (form.length !== 1 || action === undefined) throw new Error(`${form.length} such forms`)
  const fields = new Map(form.serializeArray().map(({ name, value }) => [name, value]))
  for (const [name, value] of Object.entries(typed)) fields.set(name, value)
  const body = new URLSearchParams([...fields])
  const answer = await fetch(world.url + action, { method: 'POST', body, redirect: 'manual' })
  expect(answer.status).to.equal(303)
  const back = await fetch(new URL(answer.headers.get('location') ?? '', world.url))
  return load(await back.text())
}

export const formOf = ($: Page, place: string, act: string) => $(`${place} form[action$="/${act}"]`)
export const cardForm = ($: Page, cardRef: string, act: string) =>
  formOf($, `[data-card="${cardRef}"]`, act)
export const lever = ($: Page, name: string) => $(`form[action="/stage/${name}"]`)
export const shown = ($: Page) => $('[data-result]').attr('data-result')

export const topUp = async (world: TestWorld, amountYen: string, cardRef = STORY.a) =>
  shown(await press(world, cardForm(await open(world), cardRef, 'top-ups'), { amountYen }))
export const act = async (world: TestWorld, cardRef: string, name: string, typed = {}) =>
  press(world, cardForm(await open(world), cardRef, name), typed)

let keys = 0
export const newKey = () => {
  keys += 1
  return `stage-${keys}`
}
export const overview = ({ cards }: TestWorld, customerRef = STORY.customerRef) =>
  cards.read('getCustomerOverview', { customerRef })

/** Call 2: the customer has set the password, the operator releases the lock. */
export async function untilReleased(world: TestWorld): Promise<void> {
  await act(world, STORY.a, 'passwords', { linked: 'yes' })
  const { lockRef } = first(await world.cards.read('listLocks', { cardRef: STORY.a }))
  await world.cards.change('releaseLock', { lockRef, reasonText: '' }, newKey())
}
