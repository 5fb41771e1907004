import { expect } from 'chai'
import { orderOf } from '../../src/cases/case-conditions.ts'
import {
  countReading,
  type ListAsked,
  labelsReading,
  pageReading,
  tagsReading,
} from '../../src/cases/case-lists.ts'
import {
  BUILT_IN,
  type CaseQuery,
  DUES,
  EVERYTHING_OPEN,
  queryFrom,
  SORTS,
  withoutStanding,
} from '../../src/cases/case-query.ts'
import { firstReadings, waitingReading } from '../../src/cases/next-cases.ts'
import { QUEUES } from '../../src/cases/urgency.ts'
import { closeDatabase, type Db } from '../../src/db.ts'
import { migrated, onBothDatabases } from '../support/databases.ts'
import { type Planned, wrongPlans } from '../support/plans.ts'

const ID = '019ab0f0-0000-7000-8000-000000000001'
const NOW = '2026-11-23T00:30:00.000Z'
const asker = { operatorId: ID, teamId: ID, now: new Date(NOW) }
const asked = (query: CaseQuery, ids: string[] | null = null): ListAsked => ({ query, asker, ids })

/** A place in the order of a list, as a page's link to its neighbour has it. */
const placeIn = (query: CaseQuery): string =>
  orderOf(query)
    .keys.map((key) => ({ priority: '3', number: '261123-0001-1' })[key] ?? NOW)
    .join('~')

/** The pages of a list, both ways, and its count. */
function list(name: string, query: CaseQuery, how: Partial<Planned> = {}): Planned[] {
  const place = placeIn(query)
  const pages = [{}, { after: place }, { before: place }].map((at) => ({
    name: `${name} ${Object.keys(at)}`,
    reading: pageReading(asked(query), at),
    ...how,
  }))
  return [...pages, { name: `${name} count`, reading: countReading(asked(query)), ...how }]
}

const FILTERS = [
  'status=waiting_customer',
  `owner=${ID}`,
  'owner=nobody',
  'owner=team',
  'reason=declined',
  'cause=stolen',
  'queue=back_office',
  'network=VISA',
  'label=ゴールド',
]

onBothDatabases('every list of cases is found by an index', (freshUrl) => {
  let db: Db
  before(async () => {
    db = await migrated(await freshUrl())
  })
  after(() => closeDatabase(db))

  it('the views that everybody has, in their own order', async () => {
    const { all, ...views } = BUILT_IN
    const found = Object.entries(views).flatMap(([name, query]) => list(name, query))
    expect(await wrongPlans(db, [...found, ...list('all', all, { walks: true })])).to.deep.equal([])
  })

  it('each filter by itself, of open cases and of all', async () => {
    const found = FILTERS.flatMap((words) => [
      ...list(words, queryFrom(words)),
      ...(words.startsWith('queue') || words === 'owner=team'
        ? []
        : list(`${words}, closed ones too`, {
            ...queryFrom(words),
            closed: true,
            sort: 'updated',
          })),
    ])
    const closed = list('closed', queryFrom('status=closed'))
    expect(await wrongPlans(db, [...found, ...closed])).to.deep.equal([])
  })

  it('what is due, when it was opened, a tag, several of a kind and some words', async () => {
    const sorted = [
      'tag=x',
      'status=open,escalated',
      'from=2026-01-01&to=2026-11-01',
      'status=open,closed',
    ]
    const ofText = [asked(EVERYTHING_OPEN, [ID, ID])].flatMap((each) => [
      { name: 'text', reading: pageReading(each, {}), sorts: true },
      { name: 'text count', reading: countReading(each), sorts: true },
    ])
    expect(
      await wrongPlans(db, [
        ...DUES.flatMap((due) => list(due, { ...EVERYTHING_OPEN, due })),
        ...sorted.flatMap((words) => list(words, queryFrom(words), { sorts: true, walks: true })),
        ...ofText,
      ]),
    ).to.deep.equal([])
  })

  it('every order, of everything open and of all, and what is left beside an unverified caller', async () => {
    const orders = SORTS.flatMap((sort) =>
      [false, true].flatMap((reversed) => [
        ...list(`open by ${sort}`, { ...EVERYTHING_OPEN, sort, reversed }, { walks: true }),
        ...list(`all by ${sort}`, { ...BUILT_IN.all, sort, reversed }, { walks: true }),
        ...list(`mine by ${sort}`, { ...BUILT_IN.mine, sort, reversed }, { sorts: true }),
      ]),
    )
    const guarded = Object.entries(BUILT_IN).flatMap(([name, query]) =>
      list(`guarded ${name}`, withoutStanding(query), { walks: true, sorts: true }),
    )
    expect(await wrongPlans(db, [...orders, ...guarded])).to.deep.equal([])
  })

  it('the next case, how many wait, and the words that filters offer', async () => {
    const next = QUEUES.flatMap((queue) =>
      firstReadings({ queue, operatorId: ID, now: NOW }).map((reading, nth) => ({
        name: `${queue} ${nth}`,
        reading,
      })),
    )
    const waiting = { name: 'waiting', reading: waitingReading(QUEUES) }
    const words = [labelsReading, tagsReading].map((reading) => ({ name: 'words', reading }))
    expect(await wrongPlans(db, [...next, waiting, ...words])).to.deep.equal([])
  })
})
