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

const folder = () =>
  dirname(createRequire(import.meta.url).resolve('@fontsource/noto-sans-jp/package.json'))

/** One `@font-face` as the package ships it: a slice of the characters at one weight. */
interface Face {
  readonly weight: Weight
  readonly file: string
  readonly range: string
}

const FACE = /src: url\(\.\/files\/([\w[\]-]+\.woff2)\)[^;]*;\s*unicode-range: ([^;]+);/g

const facesOf = (weight: Weight): Face[] =>
  [...readFileSync(join(folder(), `${weight}.css`), 'utf8').matchAll(FACE)].map((match) => ({
    weight,
    file: match[1] ?? '',
    range: match[2] ?? '',
  }))

/** The font's slices, as files to be served beside ours; the package's version marks them, so that none is read before it is asked for. */
export function fontFiles(): { name: string; mark: string; body: () => Buffer }[] {
  const { version } = JSON.parse(readFileSync(join(folder(), 'package.json'), 'utf8')) as {
    version: string // every installed package has one
  }
  return WEIGHTS.flatMap(facesOf).map(({ file }) => ({
    name: file,
    mark: version.replaceAll('.', '-'),
    body: () => readFileSync(join(folder(), 'files', file)),
  }))
}

/** The package's style sheet with our addresses; slices of the same characters stand together, so that it packs well. */
export function fontStyles(url: (file: string) => string): string {
  const faces = WEIGHTS.map(facesOf)
  const slices = (faces[0] ?? []).flatMap((_, i) => faces.flatMap((list) => list[i] ?? []))
  return slices.map((face) => rule(face, url(face.file))).join('\n')
}

const rule = ({ weight, range }: Face, url: string) => {
  const name = INSTALLED[weight]
  return `@font-face{font-family:'Noto Sans JP';font-weight:${weight};font-display:swap;src:local('Noto Sans CJK JP ${name}'),local('NotoSansCJKjp-${name}'),local('NotoSansJP-${name}'),url(${url}) format('woff2');unicode-range:${range}}`
}
