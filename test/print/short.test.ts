import { expect } from 'chai'
import fc from 'fast-check'
import { clip } from '../../src/print/short.ts'

const ROW = 84
const widthOf = (text: string) =>
  [...text].reduce((width, each) => width + (/[ -~]/.test(each) ? 1 : 2), 0)
const rowsOf = (lines: readonly string[]) =>
  lines.reduce((rows, line) => rows + Math.max(1, Math.ceil(widthOf(line) / ROW)), 0)

describe('the one-page form', () => {
  it('takes no more rows than there are, loses no line uncounted, and shortens only what is too long', () => {
    const words = fc.string({ unit: fc.constantFrom('a', ' ', '髙', '𠮷', '。'), maxLength: 300 })
    fc.assert(
      fc.property(
        fc.array(words, { maxLength: 12 }),
        fc.integer({ min: 0, max: 9 }),
        (lines, rows) => {
          const { lines: kept, more } = clip(lines, rows)
          expect(rowsOf(kept)).to.be.at.most(rows)
          expect(kept.length + more).to.equal(lines.length)
          kept.forEach((line, at) => {
            const whole = lines[at] ?? ''
            if (line === whole) return
            expect(line.endsWith('…') && whole.startsWith(line.slice(0, -1)), line).to.equal(true)
            expect(widthOf(whole)).to.be.greaterThan(ROW)
          })
        },
      ),
    )
  })
})
