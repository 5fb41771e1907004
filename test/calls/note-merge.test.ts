import { expect } from 'chai'
import fc from 'fast-check'
import { mergeTexts, mergeUnknown } from '../../src/calls/note-merge.ts'

const page: { mergeTexts: typeof mergeTexts } = await import(
  new URL('../../views/assets/note.js', import.meta.url).href
)

/** Few letters, so that texts meet; one character of two halves among them. */
const text = fc
  .array(fc.constantFrom('a', 'b', '\n', '𠮷', '髙', ' '), { maxLength: 12 })
  .map((parts) => parts.join(''))
/** A text into which something of one's own is put at some place. */
const edited = (own: string) =>
  fc.tuple(text, fc.nat(12), fc.nat(4)).map(([words, at, gone]) => (base: string) => {
    const parts = [...base]
    parts.splice(Math.min(at, parts.length), gone, `${own}${words}${own}`)
    return { text: parts.join(''), put: `${own}${words}${own}` }
  })

/** Whether all of a text is there, in its order. */
function isIn(words: string, whole: string): boolean {
  let at = 0
  for (const character of whole) if (words.startsWith(character, at)) at += character.length
  return at === words.length
}

describe('two texts from one', () => {
  it('keep what either has written', () => {
    for (const [base, theirs, mine, both] of [
      ['', '鈴木', '田中', '鈴木\n田中'],
      ['abc', 'abc def', 'abc ghi', 'abc def\n ghi'],
      ['abc', 'abc\ndef', 'abc ghi', 'abc ghi\ndef'],
      ['abc', 'Xabc', 'abcY', 'XabcY'],
      ['a b c', 'a c', 'a b d', 'a d'],
      ['財布', '財布を駅で', '財布を駅で落とした', '財布を駅で落とした'],
    ] as const)
      expect(mergeTexts(base, theirs, mine), mine).to.equal(both)
  })

  it('stay whole where nobody knows what they were written from', () => {
    for (const [theirs, mine, both] of [
      ['一つ目', '二つ目', '一つ目\n二つ目'],
      ['共通\n一つ目\n終わり', '共通\n二つ目\n終わり', '共通\n一つ目\n二つ目\n終わり'],
      ['財布', '財布を駅で', '財布を駅で'],
    ] as const)
      expect(mergeUnknown(theirs, mine), mine).to.equal(both)
  })

  it('hold both additions whole, wherever they were made', () => {
    fc.assert(
      fc.property(text, edited('«'), edited('»'), (base, theirs, mine) => {
        const [a, b] = [theirs(base), mine(base)]
        const merged = mergeTexts(base, a.text, b.text)
        return merged.includes(a.put) && merged.includes(b.put) && merged.isWellFormed()
      }),
    )
  })

  it('are the same where only one has changed, and need no base to lose nothing', () => {
    fc.assert(
      fc.property(text, text, text, (base, theirs, mine) => {
        expect(mergeTexts(base, theirs, base)).to.equal(theirs)
        expect(mergeTexts(base, base, mine)).to.equal(mine)
        expect(mergeTexts(base, mine, mine)).to.equal(mine)
        const both = mergeUnknown(theirs, mine)
        expect(isIn(theirs, both) && isIn(mine, both), both).to.equal(true)
        // Each line stands as it was written, or goes on.
        const lines = both.split('\n')
        for (const line of [...theirs.split('\n'), ...mine.split('\n')])
          expect(
            lines.some((each) => each.startsWith(line)),
            both,
          ).to.equal(true)
      }),
    )
  })

  it('are put together alike on the open page', () => {
    fc.assert(
      fc.property(text, text, text, (base, theirs, mine) => {
        expect(page.mergeTexts(base, theirs, mine)).to.equal(mergeTexts(base, theirs, mine))
      }),
    )
  })
})
