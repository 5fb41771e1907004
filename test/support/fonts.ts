import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Fonts with Japanese in them, by the names of their files. */
const JAPANESE = /cjk|jp|ja[-_.]|gothic|mincho|ipa|vl-|takao|droid|unifont|wqy|hei|ming|song|kai/i

const OURS = /NotoSans|DejaVuSans(-Bold)?\./

const fontFolders = ['/usr/share/fonts', '/usr/local/share/fonts']

/** A font of this machine that knows no Japanese: without any font at all Chromium does not start. */
function plainFont(): string | undefined {
  const files = fontFolders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
    )
    .filter((file) => /\.(ttf|otf)$/i.test(file) && !JAPANESE.test(file))
  // Not one of those that the program brings: on paper they could not be told apart.
  return files.find((file) => !OURS.test(file)) ?? files[0]
}

/** The surroundings of a program that finds one plain font and no other: a machine without Japanese fonts. */
export function withoutJapaneseFonts(): Record<string, string> | undefined {
  const font = plainFont()
  if (font === undefined) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'annai-fonts-'))
  mkdirSync(join(folder, 'fonts'))
  copyFileSync(font, join(folder, 'fonts', 'plain.ttf'))
  const file = join(folder, 'fonts.conf')
  writeFileSync(
    file,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${folder}/fonts</dir><cachedir>${folder}/cache</cachedir></fontconfig>`,
  )
  return { FONTCONFIG_FILE: file }
}
