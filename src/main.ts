#!/usr/bin/env node
import { ConfigError, readConfig } from './config.ts'

const USAGE = `annai serve            start the server (and, without CARD_SYSTEM_URL, the built-in card system)
annai migrate          bring the database's schema up to date
annai index            make the index of search anew (while the server runs, if need be)
annai check FILE…      check call scripts and say what is proved of them
annai operator …       add somebody (the first administrator too), list, unlock, reset a second factor
annai demo             the same as serve, with the demo's people and customers
annai demo --cases N   fill the demo's database with N made-up cases of the last two years; goes on if it was cut off`

/** Each command loads only what it needs: a check of a script should not wait for a web server. */
async function run([command = 'serve', ...args]: readonly string[]): Promise<number> {
  switch (command) {
    case 'serve':
    case 'demo':
      if (args.length > 0) await (await import('./make-history.ts')).makeDemoHistory(args)
      else await (await import('./serve.ts')).serve(readConfig())
      return 0
    case 'migrate': {
      const { closeDatabase, migrate, openDatabase } = await import('./db.ts')
      const db = openDatabase(readConfig().databaseUrl)
      await migrate(db)
      await closeDatabase(db)
      return 0
    }
    case 'index': {
      const { closeDatabase, migrate, openDatabase } = await import('./db.ts')
      const { rebuildIndex } = await import('./search/rebuild.ts')
      const db = openDatabase(readConfig().databaseUrl)
      await migrate(db)
      await rebuildIndex(db, (indexed, count) => console.log(`${indexed}: ${count}`))
      await closeDatabase(db)
      return 0
    }
    case 'check':
      return (await import('./check-script.ts')).checkScript(args)
    case 'operator':
      return (await import('./operator-command.ts')).operatorCommand(args)
    default:
      console.error(USAGE)
      return command === 'help' || command === '--help' ? 0 : 2
  }
}

try {
  process.exitCode = await run(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof ConfigError)) throw error
  console.error(error.message)
  process.exitCode = 2
}
