import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { readAnchorLine } from '../../src/audit/anchor.ts'
import { keyInFile } from '../../src/audit/key.ts'
import { type Config, ConfigError, readConfig, root } from '../../src/config.ts'
import { closeDatabase, openDatabase } from '../../src/db.ts'
import { main } from '../support/main.ts'
import { verified } from './sealed.ts'

describe('the program that is told to stop', () => {
  const folder = mkdtempSync(join(tmpdir(), 'annai-stopped-'))
  after(() => rmSync(folder, { recursive: true, force: true }))

  it('seals what waits, anchors it in the file and says so', async function () {
    this.timeout(120_000)
    const database = join(folder, 'annai.sqlite')
    const ports = { PORT: '0', SIMULATOR_PORT: '0' }
    const simulator = join(folder, 'simulator.sqlite')
    const env = { ...process.env, ...ports, DATABASE_URL: database, SIMULATOR_DATABASE: simulator }
    const serve = spawn(process.execPath, main('serve'), {
      cwd: root,
      env,
    })
    const said = hear(serve)
    await said.until('/stage')
    serve.kill('SIGTERM')
    const [code] = await once(serve, 'exit')
    expect(code).to.equal(0)
    const config = readConfig({ DATABASE_URL: database })
    const lines = readFileSync(config.auditAnchors, 'utf8').trimEnd().split('\n')
    expect(said.text()).to.contain(lines.at(-1))
    expect(statSync(config.auditKeyFile).mode & 0o777).to.equal(0o600)
    const keys = { current: keyInFile(config.auditKeyFile), previous: [] }
    const db = openDatabase(database)
    const verdict = await verified(db, { keys, file: config.auditAnchors })
    const turns = await db('audit_events')
      .whereLike('name', 'program_%')
      .orderBy('id')
      .pluck('name')
    expect(turns).to.eql(['program_started', 'program_stopped'])
    await closeDatabase(db)
    expect(verdict).to.include({ unsealed: 0, finding: null })
    expect(readAnchorLine(lines.at(-1) ?? '')).to.include({ entries: verdict.head.entries })
    expect(verdict.head.entries).to.be.above(0)
  })
})

function hear(program: ChildProcess) {
  let text = ''
  program.stdout?.on('data', (piece) => {
    text += piece
  })
  return {
    text: () => text,
    async until(words: string) {
      while (!text.includes(words) && program.stdout) await once(program.stdout, 'data')
    },
  }
}

describe('the key of the audit log', () => {
  const production = {
    NODE_ENV: 'production',
    SESSION_SECRET: 'z'.repeat(32),
    CARD_SYSTEM_URL: 'https://cards.example',
    CARD_SYSTEM_TOKEN: 'a-token-of-the-card-system',
    PUBLIC_URL: 'https://annai.example',
  }
  const key = 'ab'.repeat(32)

  it('has to be set in production, and to be long enough', () => {
    expect(() => readConfig(production)).to.throw(ConfigError, /^Please set AUDIT_KEY to 32 random/)
    for (const wrong of ['short', 'ab'.repeat(31), '§'.repeat(64)])
      expect(() => readConfig({ ...production, AUDIT_KEY: wrong })).to.throw(
        ConfigError,
        'AUDIT_KEY',
      )
    const base64 = Buffer.from(key, 'hex').toString('base64')
    const ids = [key, key.toUpperCase(), base64].map((text) =>
      idOf(readConfig({ ...production, AUDIT_KEY: text })),
    )
    expect(new Set(ids).size).to.equal(1)
  })

  it('may follow on others', () => {
    const AUDIT_KEY_PREVIOUS = `${'cd'.repeat(32)}, ${'ef'.repeat(32)}`
    const { auditKeysBefore } = readConfig({ ...production, AUDIT_KEY: key, AUDIT_KEY_PREVIOUS })
    expect(auditKeysBefore).to.have.length(2)
    const wrong = { ...production, AUDIT_KEY: key, AUDIT_KEY_PREVIOUS: 'short' }
    expect(() => readConfig(wrong)).to.throw(ConfigError, 'AUDIT_KEY_PREVIOUS')
  })

  const idOf = ({ auditKey }: Config) => auditKey?.id
})
