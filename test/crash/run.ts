import { parseArgs } from 'node:util'
import { freshPostgres } from '../support/databases.ts'
import { stopPostgres } from '../support/postgres.ts'
import { crash } from './driver.ts'

/** The long form: `npm run test:crash -- --rounds 500 [--instances 2 --postgres] [--seed N]`. */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '500' },
    seed: { type: 'string', default: String(Math.trunc(Math.random() * 1e9)) },
    instances: { type: 'string', default: '1' },
    postgres: { type: 'boolean', default: false },
  },
})
const began = Date.now()
console.log(`seed ${values.seed}`)
const report = await crash(
  Number(values.rounds),
  Number(values.seed),
  {
    instances: Number(values.instances),
    ...(values.postgres ? { postgres: freshPostgres } : {}),
  },
  console.log,
)
const { violations, ...counts } = report
const count = (fault: string) => violations.filter((each) => each.fault === fault).length
const result = {
  ...counts,
  lost: count('lost'),
  doubled: count('doubled'),
  wronglyTold: count('wrongly told'),
  leftUnknown: count('left unknown'),
  stranded: count('stranded'),
  seed: Number(values.seed),
  seconds: Math.round((Date.now() - began) / 1000),
}
console.table(result)
console.log(JSON.stringify(result))
for (const each of violations) console.log(`${each.fault}: ${each.what}\n  ${each.story}`)
await stopPostgres()
process.exit(violations.length === 0 ? 0 : 1)
