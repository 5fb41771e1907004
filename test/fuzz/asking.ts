import type { Route } from '../../src/operators/guarded-router.ts'
import type { Dice } from './dice.ts'
import { type Form, type Known, keyOf, placesFor } from './known.ts'
import { bent, HEADERS, strange } from './values.ts'

/** A request as it will be sent. */
export interface Asking {
  readonly method: string
  readonly path: string
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
  /** Nothing about it but what a form or a link of ours sends: what the table says must hold to the letter. */
  readonly isPlain: boolean
}
type Pairs = readonly (readonly [string, string])[]

const FORM = 'application/x-www-form-urlencoded'

export function askingFor(dice: Dice, route: Route, known: Known): Asking {
  const odd: Record<string, string> = dice.once(12) ? oddHeaders(dice) : {}
  const base = { 'sec-fetch-site': 'same-origin', ...odd }
  const isPlain = Object.keys(odd).length === 0
  const method =
    route.method === 'ALL' || dice.once(60)
      ? dice.pick(['GET', 'POST', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])
      : route.method
  const place = placeOf(dice, route, known)
  const path = dice.once(3) || method !== 'GET' ? place : `${place}?${queryOf(dice, route, known)}`
  if (['GET', 'HEAD', 'OPTIONS'].includes(method))
    return { method, path, body: '', headers: base, isPlain }
  const { body, type } = bodyOf(dice, route, known)
  return { method, path, body, headers: { ...base, 'content-type': type }, isPlain }
}

function placeOf(dice: Dice, route: Route, known: Known): string {
  const places = placesFor(route, known)
  const id = () => {
    const nth = dice.roll(8)
    if (nth === 0 || known.all.length === 0) return strange(dice)
    return nth < 2 || places.length === 0 ? dice.pick(known.all) : dice.pick(places)
  }
  return route.path
    .replace(/\*\w+|\{[^}]*\}/g, () => encoded(strange(dice)).slice(0, 900))
    .replace(/:\w+/g, () => encoded(id()).slice(0, 900))
}

function bodyOf(dice: Dice, route: Route, known: Known): { body: string; type: string } {
  const fields = fieldsOf(dice, route, known)
  if (dice.once(12)) return { body: jsonOf(dice, fields), type: 'application/json' }
  if (dice.once(60))
    return {
      body: strange(dice),
      type: dice.pick([
        'text/plain',
        'multipart/form-data',
        `${FORM}; charset=x`,
        `${FORM};;`,
        '/',
      ]),
    }
  return { body: wellFormed(fields), type: FORM }
}

const oddHeaders = (dice: Dice) =>
  Object.fromEntries(
    Array.from({ length: 1 + dice.roll(2) }, () => {
      const [name, values] = dice.pick(HEADERS)
      return [name, dice.pick(values)]
    }),
  )

const encoded = (text: string) => encodeURIComponent(text.toWellFormed()) || '-'
const wellFormed = (fields: Pairs) =>
  new URLSearchParams(
    fields.map(([name, value]): [string, string] => [name.toWellFormed(), value.toWellFormed()]),
  ).toString()

/** What a form of this address asks, or what addresses ask elsewhere. */
function queryOf(dice: Dice, route: Route, known: Known): string {
  const form = known.forms.get(keyOf(route))
  if (form && !dice.once(3)) return wellFormed(changed(dice, dice.pick(form), known).map(short))
  const asked = [...known.asked]
  return wellFormed(
    Array.from({ length: 1 + dice.roll(4) }, (): [string, string] => [
      dice.pick(asked),
      dice.once(4) && known.all.length > 0 ? dice.pick(known.all) : strange(dice).slice(0, 300),
    ]),
  )
}
const short = ([name, value]: readonly [string, string]): [string, string] => [
  name.slice(0, 100),
  value.slice(0, 300),
]

/** A form that a page has shown for this route, with some of its fields changed, dropped, doubled or added. */
function fieldsOf(dice: Dice, route: Route, known: Known): Pairs {
  const seen = known.forms.get(keyOf(route))
  const form = seen ? changed(dice, dice.pick(seen), known) : []
  if (seen && !dice.once(8)) return form
  const name = dice.once(2) ? dice.pick([...known.asked]) : strange(dice).slice(0, 40)
  return [...form, [name, strange(dice)]]
}

function changed(dice: Dice, form: Form, { all }: Known): Pairs {
  // Now and then it is sent as it stood, so that things go on.
  if (dice.once(4)) return form.map(([name, values]) => [name, dice.pick(values)])
  return form.flatMap(([name, values]): [string, string][] => {
    const value = dice.pick(values)
    if (dice.once(10)) return []
    if (dice.once(15))
      return [
        [name, value],
        [name, strange(dice)],
      ]
    if (dice.once(15)) return values.slice(0, 20).map((each) => [name, each])
    if (dice.once(4)) return [[name, strange(dice)]]
    if (dice.once(10) && all.length > 0) return [[name, dice.pick(all)]]
    return [[name, dice.once(6) ? bent(dice, value) : value]]
  })
}

function jsonOf(dice: Dice, fields: Pairs): string {
  const values = fields.map(([name, value]) => [
    name,
    dice.pick([value, [value], { value }, null, 7, [[[value]]]]),
  ])
  const text = JSON.stringify(dice.once(5) ? values : Object.fromEntries(values))
  return dice.once(6) ? bent(dice, text) : text
}
