import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const WEIGHTS = [400, 500, 700] as const
type Weight = (typeof WEIGHTS)[number]
/** A machine that has the font already fetches nothing. */
const INSTALLED: Readonly<Record<Weight, string>> = {
  400: 'Regular',
  500: 'Medium',
  700: 'Bold',
}

const PACKAGES = ['noto-sans-jp', 'dejavu-sans'] as const
type Package = (typeof PACKAGES)[number]

const folderOf = (name: Package) =>
  dirname(createRequire(import.meta.url).resolve(`@fontsource/${name}/package.json`))

/** One `@font-face` as the package ships it: a slice of the characters at one weight. */
interface Face {
  readonly weight: Weight
  readonly file: string
  readonly range: string
}

const FACE = /src: url\(\.\/files\/([\w[\]-]+\.woff2)\)[^;]*;\s*unicode-range: ([^;]+);/g

const facesOf = (weight: Weight): Face[] =>
  [...readFileSync(join(folderOf('noto-sans-jp'), `${weight}.css`), 'utf8').matchAll(FACE)].map(
    (match) => ({ weight, file: match[1] ?? '', range: match[2] ?? '' }),
  )

/**
 * What the Japanese font leaves out and people type: Greek, Roman numerals, fractions, ≒, ticks, and the letters of
 * Europe's names. Nothing that it holds stands here, so that a page fetches this only for one of them.
 */
const LEFT_OUT =
  'U+104-10F,U+114-119,U+11C-127,U+12C-142,U+145-146,U+149-14B,U+150-151,U+154-167,U+16E-17F,U+218-21B,U+370-3FF,U+402-40F,U+452-45F,U+490-491,U+1E00-1E3D,U+1E40-1E9F,U+203E-203F,U+20AD-20BF,U+2150-2189,U+224D-225F,U+2610-2612,U+2708-2709,U+2714-2719'

const others: readonly Face[] = WEIGHTS.map((weight) => ({
  weight,
  file: `dejavu-sans-latin-${weight === 700 ? 700 : 400}-normal.woff2`,
  range: LEFT_OUT,
}))

/** The fonts' files, to be served beside ours; the package's version marks them, so that none is read before it is asked for. */
export function fontFiles(): { name: string; mark: string; body: () => Buffer }[] {
  const files = {
    'noto-sans-jp': WEIGHTS.flatMap(facesOf),
    'dejavu-sans': others,
  }
  return PACKAGES.flatMap((name) => {
    const folder = folderOf(name)
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      version: string // every installed package has one
    }
    return files[name].map(({ file }) => ({
      name: file,
      mark: version.replaceAll('.', '-'),
      body: () => readFileSync(join(folder, 'files', file)),
    }))
  })
}

/** The packages' style sheets with our addresses; slices of the same characters stand together, so that it packs well. */
export function fontStyles(url: (file: string) => string): string {
  const faces = WEIGHTS.map(facesOf)
  const slices = (faces[0] ?? []).flatMap((_, i) => faces.flatMap((list) => list[i] ?? []))
  return [
    ...others.map((face) => rule(face, `url(${url(face.file)}) format('woff2')`)),
    ...slices.map((face) =>
      rule(face, `${installed(face)},url(${url(face.file)}) format('woff2')`),
    ),
  ].join('\n')
}

const installed = ({ weight }: Face) =>
  ['Noto Sans CJK JP ', 'NotoSansCJKjp-', 'NotoSansJP-']
    .map((name) => `local('${name}${INSTALLED[weight]}')`)
    .join(',')

const rule = ({ weight, range }: Face, source: string) =>
  `@font-face{font-family:'Noto Sans JP';font-weight:${weight};font-display:swap;src:${source};unicode-range:${range}}`
