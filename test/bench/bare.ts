import type { AddressInfo } from 'node:net'
import Database from 'better-sqlite3'
import ejs from 'ejs'
import express from 'express'

/** What to compare with: a page of the same size, made of rows by EJS, with one look-up in SQLite and nothing else. */
const size = Number(process.argv[2])
const db = new Database(':memory:')
db.exec('create table rows (id integer primary key, name text)')
db.prepare('insert into rows values (1, ?)').run('中村 拓也')
const find = db.prepare('select name from rows where id = ?')
const row = '<tr><td><%= row.term %></td><td><%= row.words %></td></tr>'
const template = ejs.compile(
  `<!doctype html><main><h1><%= name %></h1><table><% for (const row of rows) { %>${row}<% } %></table></main>`,
)
const rows = Array.from({ length: 10_000 }, (_, n) => ({
  term: `項目${n}`,
  words: `認証の記録 ${n}`,
}))
const bytesOf = (count: number) =>
  Buffer.byteLength(template({ name: '', rows: rows.slice(0, count) }))
let count = 1
while (bytesOf(count) < size) count += 10
const shown = rows.slice(0, count)

const app = express().disable('x-powered-by').set('etag', false)
app.get('/', (_req, res) => {
  const found = find.get(1)
  res.type('html').send(template({ name: Object(found).name, rows: shown }))
})
const server = app.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo // it listens on a port
  process.send?.({ url: `http://127.0.0.1:${port}` })
})
process.once('disconnect', () => process.exit(0))
