#!/usr/bin/env node
import { userInfo } from 'node:os'
import { asCommand } from './audit/origin.ts'
import { ConfigError, readConfig } from './config.ts'

const USAGE = `annai serve            start the server (and, without CARD_SYSTEM_URL, the built-in card system)
annai migrate          bring the database's schema up to date
annai index            make the index of search anew (while the server runs, if need be)
annai audit verify     verify the audit log [--anchors FILE]… [--archive FILE]… [--unsealed-minutes N]; names the first broken entry
annai audit archive    move its old part into a file: [--before DATE] FILE
annai retention        tell what has been kept long enough; with --apply it is erased
annai check FILE…      check call scripts and say what is proved of them
annai backup [FILE]    copy the database while the program runs, and read the copy from end to end
annai restore FILE     put such a copy where the database belongs
annai doctor           look at settings, files, disk, database and neighbours, and say what is not well
annai operator …       add somebody (the first administrator too), list, unlock, reset a second factor
annai demo             the same as serve, with the demo's people and customers
annai demo --cases N   fill the demo's database with N made-up cases of the last two years; goes on if it was cut off`

/** What is recorded meanwhile tells who gave the command; what a server does it does by itself. */
const isServer = (command = 'serve') => command === 'serve' || command === 'demo'

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
    case 'backup': {
      const { backUp, contentsLine } = await import('./backup.ts')
      const { file, contents, bytes, sha256 } = await backUp(readConfig(), new Date(), args[0])
      console.log(`${file}: ${bytes} bytes, whole. ${contentsLine(contents)}\nsha256 ${sha256}`)
      return 0
    }
    case 'restore': {
      const { restore, restoredLine } = await import('./backup.ts')
      const [file] = args
      if (file === undefined) throw new ConfigError('Please name the file: annai restore FILE')
      console.log(restoredLine(await restore(readConfig(), file, new Date())))
      return 0
    }
    case 'doctor': {
      const { doctor } = await import('./doctor.ts')
      return doctor(new Date(), console.log)
    }
    case 'retention':
      await (await import('./retain.ts')).retainOnce(args, readConfig())
      return 0
    case 'check':
      return (await import('./check-script.ts')).checkScript(args)
    case 'audit':
      if (args[0] === 'archive')
        return (await import('./archive-audit.ts')).archiveCommand(args.slice(1), readConfig())
      if (args[0] !== 'verify') break
      return (await import('./audit/verify-command.ts')).verifyCommand(args.slice(1), readConfig())
    case 'operator':
      return (await import('./operator-command.ts')).operatorCommand(args)
    default:
      return usage(command === 'help' || command === '--help')
  }
  return usage(false)
}

function usage(wanted: boolean): number {
  console.error(USAGE)
  return wanted ? 0 : 2
}

try {
  const given = process.argv.slice(2)
  process.exitCode = isServer(given[0])
    ? await run(given)
    : await asCommand(userInfo().username, () => run(given))
} catch (error) {
  if (!(error instanceof ConfigError || (error instanceof Error && error.name === 'NotWhole')))
    throw error
  console.error(error.message)
  process.exitCode = 2
}
