import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect } from 'chai'
import { root } from '../src/config.ts'

/** Rules that people forget, kept by a machine. DESIGN: "who may import whom", and how large things may grow. */

const src = join(root, 'src')
const filesUnder = (folder: string, ending: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name))

interface Module {
  readonly path: string
  readonly text: string
  readonly room: string
  readonly imports: readonly string[]
}
const modules: Module[] = filesUnder(src, '.ts').map((file) => {
  const path = relative(src, file)
  const text = readFileSync(file, 'utf8')
  const found = [...text.matchAll(/(?:from|import)\s+'([^']+)'/g)].map((match) => match[1] ?? '')
  const imports = found.map((name) =>
    name.startsWith('.') ? relative(src, join(dirname(file), name)) : name,
  )
  return { path, text, imports, room: path.includes('/') ? (path.split('/')[0] ?? '') : '' }
})
const roomOf = (path: string) =>
  path.includes('/') && !path.startsWith('..') ? (path.split('/')[0] ?? '') : ''
const isOwn = (name: string) => name.endsWith('.ts')

/** Rooms that every feature may use: they know no feature. */
const COMMON = ['audit', 'operators', 'i18n', 'web']
/** A room may import these besides itself and the common ones. `types` allows singular, pure files only. */
const MAY: Readonly<Record<string, readonly string[]>> = {
  scripts: [],
  calls: ['scripts', 'cases', 'customers', 'cards'],
  cases: ['customers'],
  customers: [],
  cards: [],
  operators: [],
  audit: [],
  i18n: [],
  web: [],
  demo: ['cards', 'customers', 'calls', 'cases', 'operators', 'scripts'],
  search: ['scripts', 'calls', 'cases', 'customers', 'cards'],
  print: ['scripts', 'calls', 'cases', 'customers', 'cards'],
  retention: ['scripts', 'calls', 'cases', 'customers', 'cards'],
}
/** Singular files: the thing itself, types and pure functions; importing one ties no room to another's collection. */
const THINGS = new Set([
  'scripts/script.ts',
  'scripts/vocabulary.ts',
  'scripts/walk.ts',
  'scripts/reference.ts',
  'cards/card.ts',
  // The guard: whoever takes a text asks it.
  'cards/secrets.ts',
  'cards/card-system.ts',
  'cards/card-action.ts',
  'cases/number.ts',
  'cases/case-view.ts',
  'cases/keeping.ts',
  'cases/case-file.ts',
  'cases/commitment.ts',
  'cases/task.ts',
  'calls/call-page.ts',
  'operators/operator.ts',
  'customers/customer.ts',
  'calls/wording.ts',
  // Low, as audit is: every collection writes the index with what it writes.
  'search/index.ts',
])
const PURE_SCRIPTS = (path: string) =>
  path.startsWith('scripts/') &&
  !/^scripts\/(library|references|routes|study|studies|[a-z-]*view)\.ts$/.test(path)

describe('the house rules', () => {
  it('let a room import only the rooms that it may', () => {
    const wrong = modules.flatMap(({ path, room, imports }) =>
      room === ''
        ? []
        : imports
            .filter((name) => isOwn(name) && roomOf(name) !== '' && roomOf(name) !== room)
            .filter(
              (name) => !COMMON.includes(roomOf(name)) && !(MAY[room] ?? []).includes(roomOf(name)),
            )
            .filter((name) => !THINGS.has(name))
            .map((name) => `${path} imports ${name}`),
    )
    expect(wrong).to.deep.equal([])
  })

  it('keep the engine pure: its files import each other and parsers only', () => {
    const wrong = modules
      .filter(({ path }) => PURE_SCRIPTS(path))
      .flatMap(({ path, imports }) =>
        imports
          .filter((name) => !(isOwn(name) ? PURE_SCRIPTS(name) : ['js-yaml'].includes(name)))
          .map((name) => `${path} imports ${name}`),
      )
    expect(wrong).to.deep.equal([])
  })

  it('let no routes import another room’s routes', () => {
    const wrong = modules
      .filter(({ path }) => path.endsWith('routes.ts'))
      .flatMap(({ path, imports }) =>
        imports
          .filter((name) => name.endsWith('/routes.ts'))
          .map((name) => `${path} imports ${name}`),
      )
    expect(wrong.filter((line) => !line.includes('simulator/'))).to.deep.equal([])
  })

  it('keep express to the pipeline, web/, routes and the guard', () => {
    const wrong = modules
      .filter(({ imports }) => imports.includes('express'))
      .map(({ path }) => path)
      .filter(
        (path) =>
          !/^(app\.ts|web\/.*|.*routes\.ts|operators\/guard(ed-router)?\.ts|cards\/simulator\/.*)$/.test(
            path,
          ),
      )
    expect(wrong).to.deep.equal([])
  })

  it('let no route be written without a rule: the guarded router alone is made of express’s own', () => {
    const wrong = modules
      .filter(({ path }) => !/^(operators\/guarded-router\.ts|cards\/simulator\/.*)$/.test(path))
      .filter(({ text }) =>
        /import [^;\n]*\bRouter\b[^;\n]* from 'express'|express\.Router\b|\brequire\('express'\)/.test(
          text,
        ),
      )
      .map(({ path }) => path)
    expect(wrong).to.deep.equal([])
    const whole = modules.filter(({ text }) => /import express\b/.test(text))
    expect(
      whole.map(({ path }) => path).filter((path) => !path.startsWith('cards/simulator/')),
    ).to.deep.equal(['app.ts'])
  })

  it('read the environment in config.ts alone', () => {
    const wrong = modules.filter(({ text }) => /process\.env\b/.test(text)).map(({ path }) => path)
    expect(wrong).to.deep.equal(['config.ts'])
  })

  it('keep search and print to app.ts, and retention to what puts the program together', () => {
    const wrong = modules.flatMap(({ path, room, imports }) =>
      imports
        .filter(
          (name) =>
            ['search', 'print'].includes(roomOf(name)) &&
            roomOf(name) !== room &&
            path !== 'app.ts',
        )
        .filter((name) => name !== 'search/index.ts')
        .map((name) => `${path} imports ${name}`),
    )
    const retaining = modules.flatMap(({ path, room, imports }) =>
      imports
        .filter((name) => roomOf(name) === 'retention' && room !== 'retention' && room !== '')
        .map((name) => `${path} imports ${name}`),
    )
    expect(retaining).to.deep.equal([])
    expect(wrong).to.deep.equal([])
  })

  it('have no folder for what has no name', () => {
    const folders = readdirSync(src, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    )
    const wrong = folders
      .map(({ name }) => name)
      .filter((name) => /^(utils?|helpers?|common|shared|types|services?)$/.test(name))
    expect(wrong).to.deep.equal([])
  })

  it('write no sentence for a screen outside the catalogues', () => {
    const wrong = modules
      .filter(
        ({ path }) =>
          !/^(i18n|demo|cards\/simulator|customers|cards\/secrets|scripts)\b/.test(path),
      )
      .filter(({ text }) =>
        /['"`][^'"`\n]*[ぁ-んァ-ヶ一-龠][^'"`\n]*['"`]/.test(withoutComments(text)),
      )
      .map(({ path }) => path)
    expect(wrong.filter((path) => !KNOWN_JAPANESE.has(path))).to.deep.equal([])
  })

  it('let views escape what they print, but for partials', () => {
    const wrong = filesUnder(join(root, 'views'), '.ejs').flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/<%-(?!\s*include\(|\s*body\b)[^%]*%>/g)].map(
        (match) => `${relative(root, file)}: ${match[0]}`,
      ),
    )
    expect(wrong).to.deep.equal([])
  })

  it('hold no inline script or style, and no card number, secret or path of a machine', () => {
    const views = filesUnder(join(root, 'views'), '.ejs').filter((file) =>
      /<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=/.test(readFileSync(file, 'utf8')),
    )
    expect(views).to.deep.equal([])
  })

  it('keep files short (aims are reported, 250 lines is the limit)', () => {
    const sizes = modules.map(({ path, text }) => ({ path, lines: text.split('\n').length }))
    const sorted = sizes.map(({ lines }) => lines).sort((a, b) => a - b)
    const at = (part: number) => sorted[Math.floor(sorted.length * part)] ?? 0
    console.log(
      `      files ${sizes.length}, median ${at(0.5)} lines (aim 50), nine in ten under ${at(0.9)} (aim 150)`,
    )
    expect(
      sizes.filter(({ path, lines }) => lines > 250 && !path.startsWith('i18n/')),
    ).to.deep.equal([])
  })
})

const withoutComments = (text: string) =>
  text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '')
/** Words that are data or read what people type: separators, units, and what a caller says. */
const KNOWN_JAPANESE = new Set([
  'cards/written-address.ts',
  'web/format.ts',
  'calls/field-values.ts',
  'calls/suggestions.ts',
  'calls/case-summary.ts',
  'calls/path-view.ts',
  'calls/call-view.ts',
  'calls/step-view.ts',
  'operators/password.ts',
])
