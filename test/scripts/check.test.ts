import { expect } from 'chai'
import { check } from '../../src/scripts/check.ts'
import { describeProblems, describeReport } from '../../src/scripts/report.ts'
import type { Script } from '../../src/scripts/script.ts'
import { describeFinding } from '../../src/scripts/telling.ts'
import { vocabulary } from '../../src/scripts/vocabulary.ts'
import { filesOf, parseText, SMALL, scriptIn } from './load.ts'

/** The small script with a part of its text changed. */
function small(from = '', to = ''): Script {
  const changed = [...filesOf(SMALL)].map(([file, text]) => [file, text.replace(from, to)] as const)
  if (from !== '') expect([...filesOf(SMALL).values()].join('')).to.include(from)
  return scriptIn(new Map(changed), SMALL)
}
const findingsOf = (script: Script) => check(script, vocabulary).findings
const only = (script: Script, kind: string) =>
  findingsOf(script).filter((finding) => finding.kind === kind)

describe('check', () => {
  it('proves a sound script, and counts what it walked', () => {
    const report = check(small(), vocabulary)
    expect(report.findings).to.deep.equal([])
    expect(report.policies.map((policy) => policy.holds)).to.deep.equal([
      true,
      true,
      true,
      true,
      true,
    ])
    expect(report.steps).to.equal(small().steps.size)
    expect(report.states).to.be.greaterThan(report.steps)
  })

  it('tells a broken policy as the shortest call that breaks it', () => {
    const [finding] = only(small('next: consent }', 'next: stop_it }'), 'policy')
    expect(finding).to.include({ policy: 'consent', step: 'stop_it' })
    expect(finding?.path.map(({ step, outcome }) => `${step} ${outcome}`)).to.deep.equal([
      'greet !lost',
      'search one',
      'verify full',
      'cards picked',
    ])
  })

  it('tells a level that is not met, with the level that the call has', () => {
    const script = small(
      'forget: { label: { ja: 確認し直す, en: Verify anew }, next: search,',
      'forget: { label: { ja: 確認し直す, en: Verify anew }, next: cards,',
    )
    expect(only(script, 'level')).to.deep.include({
      kind: 'level',
      step: 'cards',
      level: 'none',
      path: [
        { step: 'greet', outcome: '!please_wait' },
        { step: 'wait', outcome: 'forget' },
      ],
    })
  })

  it('tells what is read out too early, in hints and in what is said on the way as well', () => {
    const hint = small(
      'say: { ja: どのような',
      "hint: { ja: '{{eta.from}}', en: '{{eta.from}}' }\n    say: { ja: どのような",
    )
    expect(only(hint, 'placeholder')[0]).to.include({ step: 'reason', placeholder: 'eta.from' })
    const way = small(
      'none: { next: search }',
      "none: { next: search, say: { ja: '{{card.last4}}', en: '{{card.last4}}' } }",
    )
    expect(only(way, 'placeholder')[0]).to.include({ step: 'known', outcome: 'none' })
    const neutral = small(
      'say: { ja: どのような',
      "hint: { ja: '{{customer.name}}', en: '{{customer.name}}' }\n    say: { ja: どのような",
    )
    expect(findingsOf(neutral)).to.deep.equal([])
  })

  it('tells an answer that no call is offered', () => {
    const never = small(
      'next: known, set: { reason: fraud } }',
      'next: known, set: { reason: fraud }, when: { pending: delivery } }',
    )
    expect(findingsOf(never)).to.deep.equal([
      { kind: 'never_offered', step: 'reason', outcome: 'fraud', path: [] },
    ])
    const [finding] = findingsOf(never)
    if (!finding) throw new Error('No finding')
    expect(describeFinding(finding, never, 'en')).to.equal(
      'At the step reason (Reason) no call is ever offered the answer fraud: its when or needs never holds.',
    )
  })

  it('tells a call that can go round for ever, and where', () => {
    const [finding] = only(
      small(
        '    at_most: { visits: 3, then: not_verified }\n    choices:\n      one',
        '    choices:\n      one',
      ),
      'endless',
    )
    expect(finding).to.include({ step: 'search' })
    expect(finding?.circle).to.deep.equal([{ step: 'search', outcome: 'many' }])
  })

  it('tells every finding as a call in both languages', () => {
    const script = small('next: consent }', 'next: stop_it }')
    const [finding] = only(script, 'policy')
    if (!finding) throw new Error('No finding')
    expect(describeFinding(finding, script, 'en').split('\n')).to.deep.equal([
      'A call breaks the policy "consent: Consent before a stop" (at the step stop_it (Stop)).',
      'The call:',
      '  1. greet (Greeting) → interrupt "It is lost"',
      '  2. search (Find the cardmember) → one',
      '  3. verify (Match the items) → full',
      '  4. cards (Which card) → picked',
      '  ⇒ stop_it (Stop)',
    ])
    expect(describeFinding(finding, script, 'ja')).to.include(
      '方針「consent: 停止の前に同意を得る」が守られない',
    )
  })

  it('reports what it proved, policy by policy', () => {
    const sound = describeReport(check(small(), vocabulary), small(), 'en')
    expect(sound).to.include('consent: holds on every path').and.include('No findings.')
    const script = small('next: consent }', 'next: stop_it }')
    const report = describeReport(check(script, vocabulary), script, 'ja')
    expect(report).to.include('✗ consent: 守られない通話があります')
    expect(describeProblems(parseText('id: 1').problems ?? [], 'en')).to.include('script.yaml:1:1')
  })
})
