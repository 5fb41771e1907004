import { expect } from 'chai'
import type { Route } from '../../src/operators/guarded-router.ts'
import { promisedCall } from '../cases/taking.ts'
import type { Annai } from '../support/annai.ts'
import type { Visitor } from '../support/visitor.ts'

/** The addresses of all routes, about things that are there. */

const NOBODY = '00000000-0000-7000-8000-000000000000'
/** Where the thing comes from that stands in the path. */
export const TABLES: Readonly<Record<string, string>> = {
  '/calls/': 'calls',
  '/cases/': 'cases',
  '/customers/': 'customers',
  '/customers/flags/': 'customer_flags',
  '/customer-merges/': 'customer_merges',
  '/exports/': 'privacy_exports',
  '/case-views/': 'case_views',
  '/commitments/': 'commitments',
  '/handovers/': 'case_handovers',
  '/scripts/': 'script_versions',
}

/** Something of each kind that has an address of its own; gives their ids by table. */
export async function leaveThings(annai: Annai): Promise<ReadonlyMap<string, string>> {
  const [suzuki, mori] = [await annai.signIn('suzuki'), await annai.signIn('mori')]
  const caseId = await promisedCall(annai, suzuki)
  const { customer_id: customer, version } = await annai.db('cases').first()
  const other = await annai.db('customers').whereNot({ id: customer }).first()
  const to = 'queue:fraud_desk'
  const sent = { submission: 'once', version: String(version) }
  await suzuki.post(`/cases/${caseId}/handovers`, { ...sent, to, words: 'お願いします' })
  await mori.post('/case-views', { ...sent, name: '私の一覧', query: 'status=open' })
  const flag = { kind: 'other', reason: '確認', expires: '2026-12-31' }
  await mori.post(`/customers/${customer}/flags`, flag)
  await mori.post(`/customers/${customer}/exports`, { ...sent, purpose: '開示', reference: '1' })
  const merging = { memberNo: other.member_no, reason: '同じ方です' }
  await mori.post(`/customers/${customer}/merge-requests`, merging)
  const ids = new Map([['customers', String(customer)]])
  for (const table of Object.values(TABLES).filter((each) => each !== 'customers')) {
    const row = await annai.db(table).first('id')
    expect(row, table).not.to.equal(undefined)
    ids.set(table, row.id)
  }
  return ids
}

/** The address of a route about something that is there, and about what is not. */
export function addressesOf(
  { path }: Route,
  ids: ReadonlyMap<string, string>,
): { readonly path: string; readonly exists: boolean }[] {
  const at = (id: string) => path.replace(/:\w+/, id)
  if (!path.includes(':')) return [{ path, exists: true }]
  const known = ids.get(TABLES[path.slice(0, path.indexOf(':'))] ?? '')
  const nobody = { path: at(NOBODY), exists: false }
  return known ? [{ path: at(known), exists: true }, nobody] : [nobody]
}

/** Asks as a browser would; a stream is left again once it has begun. */
export async function askRoute(
  annai: Pick<Annai, 'url'>,
  { method }: Pick<Route, 'method'>,
  path: string,
  { cookie }: Pick<Visitor, 'cookie'>,
  form: Readonly<Record<string, string>> = {},
) {
  const response = await fetch(`${annai.url}${path}`, {
    method: method === 'GET' ? 'GET' : 'POST',
    redirect: 'manual',
    headers: { cookie, 'sec-fetch-site': 'same-origin', 'accept-language': 'ja' },
    ...(method === 'GET' ? {} : { body: new URLSearchParams(form) }),
  })
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream')
  const text = isStream ? '' : await response.text()
  if (isStream) await response.body?.cancel()
  return { status: response.status, to: response.headers.get('location'), text }
}
