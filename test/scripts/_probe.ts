import { check } from '../../src/scripts/check.ts'
import { truthOf } from './brute.ts'
import { FEW_WORDS, randomScript } from './random.ts'

const from = Number(process.argv[2]),
  n = Number(process.argv[3])
let compared = 0,
  bad = 0,
  t1 = 0,
  t2 = 0,
  clean = 0
const count: Record<string, number> = {}
for (let seed = from; seed < from + n; seed++) {
  const script = randomScript(seed)
  let a = performance.now()
  const truth = truthOf(script, FEW_WORDS, 1500)
  t1 += performance.now() - a
  if (!truth) continue
  compared++
  a = performance.now()
  let r
  try {
    r = check(script, FEW_WORDS)
  } catch (e) {
    console.log(seed, 'THROW', (e as Error).message)
    bad++
    continue
  }
  t2 += performance.now() - a
  if (!r.findings.length) clean++
  for (const f of r.findings) count[f.kind] = (count[f.kind] ?? 0) + 1
  const of = (...k: string[]) => r.findings.filter((f) => k.includes(f.kind))
  const eq = (name: string, x: string[], y: string[]) => {
    const a = [...new Set(x)].sort().join('|'),
      b = [...new Set(y)].sort().join('|')
    if (a !== b) {
      bad++
      console.log(seed, name, 'check:', a, 'truth:', b)
    }
  }
  eq(
    'unreach',
    of('unreachable').map((f) => f.step),
    [...script.steps.keys()].filter((i) => !truth.reached.has(i)),
  )
  eq(
    'faults',
    of('level', 'placeholder', 'no_choice', 'no_way_back').map(
      ({ kind, step, outcome = '', placeholder }) =>
        [kind, step, outcome, ...(placeholder ? [placeholder] : [])].join(' '),
    ),
    [...truth.faults],
  )
  eq('endless', [String(of('endless', 'never_rests').length > 0)], [String(truth.endless)])
  eq(
    'policy',
    of('policy').map((f) => f.policy!),
    [...truth.broken.keys()],
  )
  for (const f of of('policy')) {
    const len = f.path.filter((p) => script.steps.get(p.step)!.kind !== 'route').length
    const min = truth.broken.get(f.policy!)!
    if (len < min) {
      console.log(seed, 'SHORTER', f.policy, len, min)
      bad++
    } else if (len > min) {
      count.longer = (count.longer ?? 0) + 1
      if (
        ![...script.steps.values()].some((s) => s.atMost) &&
        ![...script.steps.values()].some((s) => s.kind === 'route')
      ) {
        console.log(seed, 'LONGER', f.policy, len, min)
      }
    } else count.same = (count.same ?? 0) + 1
  }
  for (const s of of('no_end_ahead'))
    if (!truth.trapped.has(s.step)) {
      bad++
      console.log(seed, 'trap', s.step, [...truth.trapped])
    }
  if (
    truth.trapped.size &&
    !of('endless', 'never_rests', 'no_end_ahead', 'no_choice', 'level', 'no_way_back').length
  ) {
    bad++
    console.log(seed, 'trapmiss', [...truth.trapped])
  }
  if (of('undecided').length) console.log(seed, 'undecided')
}
console.log({ compared, bad, clean, t1: t1 | 0, t2: t2 | 0 }, count)
