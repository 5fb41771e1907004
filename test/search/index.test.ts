import { expect } from 'chai'
import fc from 'fast-check'
import { closeDatabase, type Db } from '../../src/db.ts'
import { fold } from '../../src/search/fold.ts'
import { countHits, findHits, type Hit } from '../../src/search/hits.ts'
import { type Doc, fillIndex } from '../../src/search/index.ts'
import { needlesOf } from '../../src/search/needles.ts'
import { migrated, onBothDatabases } from '../support/databases.ts'
import { docs, WORDS } from './docs.ts'

const FOUND_AT_MOST = 10_000

interface Plain {
  readonly ref: string
  readonly own: readonly string[]
  readonly who: readonly string[]
}
const plain = ({ ref, own, who = [] }: Doc): Plain => ({
  ref,
  own: own.map(fold),
  who: who.map(fold),
})

/** What a plain look at every text finds: the same rules without any index. */
function scan(all: readonly Plain[], question: string): string[] {
  const needles = needlesOf(question)
  const within = (texts: readonly string[], text: string) =>
    texts.some((each) => each.includes(text))
  const fits = ({ own, who }: Plain) =>
    needles.length > 0 &&
    needles.some(({ text }) => within(own, text)) &&
    needles.every(({ text, ownOnly }) => within(own, text) || (!ownOnly && within(who, text)))
  return all.filter(fits).map(({ ref }) => ref)
}

onBothDatabases('the index of search', (freshUrl) => {
  let db: Db
  const known = docs(400)
  const looked = known.map(plain)

  before(async () => {
    db = await migrated(await freshUrl())
    await db.transaction((trx) => fillIndex(trx, 'cases', known))
  })
  after(() => closeDatabase(db))

  const found = async (question: string) =>
    (await findHits(db, 'cases', needlesOf(question), { limit: FOUND_AT_MOST })).map(
      ({ ref }) => ref,
    )

  it('agrees with a plain look at everything, over a thousand questions', async () => {
    const texts = known.flatMap(({ own, who = [] }) => [...own, ...who])
    const fragment = fc
      .tuple(fc.constantFrom(...texts), fc.nat(), fc.integer({ min: 1, max: 12 }))
      .map(([text, from, length]) => {
        const letters = [...text]
        const start = from % letters.length
        return letters.slice(start, start + length).join('')
      })
    const word = fc.oneof(fc.constantFrom(...WORDS), fragment, fc.string({ maxLength: 4 }))
    const question = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join('　'))
    let hits = 0
    await fc.assert(
      fc.asyncProperty(question, async (asked) => {
        const expected = scan(looked, asked)
        hits += expected.length
        expect((await found(asked)).sort(), asked).to.deep.equal(expected.sort())
      }),
      { numRuns: 1000, seed: 261126 },
    )
    expect(hits).to.be.above(5000)
  })

  it('gives the same page by page as at once, the newest first', async () => {
    for (const question of WORDS) {
      const needles = needlesOf(question)
      const all = await findHits(db, 'cases', needles, { limit: FOUND_AT_MOST })
      expect(all.map(({ at }) => at)).to.deep.equal(all.map(({ at }) => at).sort((a, b) => b - a))
      const paged: Hit[] = []
      for (let page = all.slice(0, 1); page.length > 0 && paged.length < 100; paged.push(...page))
        page = await findHits(db, 'cases', needles, { limit: 9, before: paged.at(-1)?.at })
      expect(paged.slice(0, 100), question).to.deep.equal(all.slice(0, Math.min(paged.length, 100)))
      expect(paged.length, question).to.be.at.least(Math.min(all.length, 100))
    }
  })

  it('counts what there is, up to a hundred', async () => {
    for (const question of WORDS) {
      const found = scan(looked, question).length
      const counted = await countHits(db, needlesOf(question))
      expect(counted, question).to.deep.equal({ count: Math.min(found, 100), more: found > 100 })
    }
  })
})
