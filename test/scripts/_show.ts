import { check } from '../../src/scripts/check.ts'
import { describeFinding } from '../../src/scripts/telling.ts'
import { truthOf } from './brute.ts'
import { FEW_WORDS, randomScript } from './random.ts'

const script = randomScript(Number(process.argv[2]))
console.log(
  'vars',
  script.interrupts.map((i) => `${i.id}->${i.next}/${i.below} ${JSON.stringify(i.set)}`),
)
for (const s of script.steps.values())
  console.log(
    s.id,
    s.kind,
    s.lookUp ?? s.action ?? s.on ?? '',
    'needs',
    s.needs,
    s.atMost ? JSON.stringify(s.atMost) : '',
    s.say?.en,
    '\n   ',
    s.choices
      .map(
        (c) =>
          `${c.outcome}->${c.next}${c.opensMatter ? ' OPENS' : ''}${c.forgetsIdentity ? ' RESET' : ''} ${Object.keys(c.when).length ? 'when' + JSON.stringify(c.when) : ''}${Object.keys(c.set).length ? 'set' + JSON.stringify(c.set) : ''}${c.needs !== 'none' ? 'needs ' + c.needs : ''} ${c.say?.en ?? ''}`,
      )
      .join('\n    '),
  )
try {
  for (const f of check(script, FEW_WORDS).findings) console.log(describeFinding(f, script, 'en'))
} catch (e) {
  console.log(e)
}
console.log(truthOf(script, FEW_WORDS, 1500))
