import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ConfigError, readConfig, root } from './config.ts'
import { closeDatabase, migrate, openDatabase } from './db.ts'
import { makeHistory } from './demo/history.ts'
import { addDemoPeople } from './demo/people.ts'
import { OtherPlan } from './demo/plan.ts'
import { createProgress } from './demo/progress.ts'
import { openLibrary } from './scripts/library.ts'

const MOST_CASES = 5_000_000
const CASES_OF_A_CUSTOMER = 10

/** `annai demo --cases 20000 [--customers 2000]`: fills the demo's database with a made-up past, and goes on if cut off. */
export async function makeDemoHistory(args: readonly string[]): Promise<void> {
  const wish = readWish(args)
  const config = readConfig()
  if (!config.demo)
    throw new ConfigError(
      'A made-up past is for the demo alone: without NODE_ENV=production and CARD_SYSTEM_URL.',
    )
  const now = new Date()
  const db = openDatabase(config.databaseUrl)
  const progress = createProgress(process.stderr)
  try {
    await migrate(db)
    await addDemoPeople(db, now)
    const library = await openLibrary(db, join(root, 'src', 'scripts', 'content'), now)
    await makeHistory(
      { db, now, scriptVersionId: library.current.id, onProgress: progress.show },
      wish,
    )
    console.log(`${wish.cases} made-up cases are there. Start with: npm start`)
  } catch (error) {
    if (error instanceof OtherPlan) throw new ConfigError(error.message)
    throw error
  } finally {
    progress.end()
    await closeDatabase(db)
  }
}

function readWish(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: { cases: { type: 'string' }, customers: { type: 'string' } },
  })
  const cases = countOf('--cases', values.cases, MOST_CASES)
  const customers = values.customers ?? String(Math.max(10, Math.ceil(cases / CASES_OF_A_CUSTOMER)))
  return { cases, customers: countOf('--customers', customers, MOST_CASES / CASES_OF_A_CUSTOMER) }
}

function countOf(name: string, text: string | undefined, most: number): number {
  const count = /^\d{1,8}$/.test(text ?? '') ? Number(text) : 0
  if (count < 1 || count > most)
    throw new ConfigError(`Please give ${name} a number from 1 to ${most}.`)
  return count
}
