import { expect } from 'chai'
import { planAction } from '../../src/cards/action-inputs.ts'
import { parseScript } from '../../src/scripts/parse.ts'
import { describeProblem, type Problem } from '../../src/scripts/problem.ts'
import { vocabulary } from '../../src/scripts/vocabulary.ts'
import { filesOf, load, parseText, SMALL } from './load.ts'
import { CASES, marked, SOUND } from './parse-cases.ts'

const problemsOf = (text: string): readonly Problem[] => parseText(text).problems ?? []
const told = ({ line, column, code, params }: Problem) =>
  `${line}:${column} ${code}${params.name === undefined ? '' : ` ${params.name}`}`

describe('parse', () => {
  it('reads a sound script', () => {
    expect(problemsOf(SOUND)).to.deep.equal([])
    const { script } = parseText(SOUND)
    const find = script?.steps.get('find')
    expect(find).to.include({ kind: 'check', lookUp: 'stoppable_cards', needs: 'basic' })
    expect(find?.choices.map(({ outcome, by }) => `${outcome} ${by}`)).to.deep.equal([
      'picked system',
      'none system',
      'unavailable system',
      'later operator',
    ])
    expect(script?.steps.get('bye')?.choices[0]).to.deep.include({
      outcome: 'next',
      label: { ja: '次へ', en: 'Next' },
    })
  })

  for (const [what, from, to, problems] of CASES)
    it(`finds ${what}`, () => {
      expect(SOUND).to.include(from)
      const { text, places } = marked(from, to)
      const expected = problems.map((problem, index) => `${places[index]} ${problem}`)
      expect(problemsOf(text).map(told)).to.deep.equal(expected)
    })

  it('tells all problems at once, in the order of the file, in both languages', () => {
    const text = SOUND.replace('ja: 表題, ', '').replace('never: [pan]', 'never: [pans]')
    const problems = problemsOf(text)
    expect(problems.map(told)).to.deep.equal(['2:8 missing_translation ja', '15:13 unknown pans'])
    const [first, second] = problems
    if (!first || !second) throw new Error('Two problems')
    expect(describeProblem(first, 'ja')).to.equal('「ja」の訳がありません。')
    expect(describeProblem(second, 'en')).to.equal(
      'There is no warning "pans". (did you mean "pan"?)',
    )
  })

  it('finds an action that is not known', () => {
    const codes = problemsOf(SOUND.replace('action: stop_card', 'action: stop_cards')).map(told)
    expect(codes).to.deep.equal(['8:55 never_happens stop_card', '35:13 unknown stop_cards'])
  })

  it('knows just those reasons of a stop that the card system takes', () => {
    const known = vocabulary.actions.stop_card?.with.reason ?? []
    expect(known).to.include('suspected_fraud')
    for (const reason of known) {
      const facts = {
        refs: {},
        cardRefs: ['c'],
        customerRef: null,
        parameters: { reason },
        fields: {},
      }
      const [stop] = planAction('stop_card', facts)
      expect(stop?.input, reason).to.deep.include({ reason })
    }
  })

  it('joins the files of a script, and tells problems by file', () => {
    expect(load(SMALL).steps.get('wrap_up')?.kind).to.equal('ask')
    const files = new Map([
      [
        'a/main.yaml',
        SOUND.replace('start: ask_it', 'start: ask_it\ninclude: [more/part.yaml, gone.yaml]'),
      ],
      ['a/more/part.yaml', 'include: [../main.yaml]\nsteps: { find: { kind: ask } }\n'],
    ])
    const { problems } = parseScript(files, 'a/main.yaml', vocabulary)
    expect(problems?.map((each) => `${each.file} ${told(each)}`)).to.deep.equal([
      'a/main.yaml 4:27 missing_file a/gone.yaml',
      'a/more/part.yaml 1:11 include_cycle a/main.yaml',
    ])
    const again = new Map([...files, ['a/gone.yaml', 'steps: { find: { kind: ask } }\n']])
    const double = parseScript(again, 'a/main.yaml', vocabulary).problems
    expect(double?.map((each) => `${each.file} ${told(each)}`)).to.include(
      'a/gone.yaml 1:10 duplicate_id find',
    )
  })

  it('takes anything that is no script for what it is', () => {
    for (const text of ['', '[]', '42', 'steps: {}', 'null', '---\n---\n', '\u0000', 'a: *b'])
      expect(problemsOf(text)).to.not.deep.equal([])
    expect(filesOf(SMALL).size).to.equal(2)
  })
})
