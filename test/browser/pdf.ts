import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Whether poppler-utils is on this machine; its tools read what a printed page really holds. */
export function hasPoppler(): boolean {
  try {
    execFileSync('pdftotext', ['-v'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** The text of every page of a PDF, as somebody who selects and copies it would get it. */
export const pagesOf = (pdf: Buffer): string[] =>
  asked(pdf, (file) => ['pdftotext', '-raw', '-enc', 'UTF-8', file, '-'])
    .split('\f')
    .slice(0, -1)

/** The fonts that a PDF is written in, each with whether it is embedded. */
export const fontsOf = (pdf: Buffer): { name: string; embedded: boolean }[] =>
  asked(pdf, (file) => ['pdffonts', file])
    .split('\n')
    .slice(2)
    .filter((line) => line.trim() !== '')
    .map((line) => ({
      name: line.split(/\s+/)[0] ?? '',
      embedded: / yes (yes|no) +(yes|no) +\d+ +\d+$/.test(line),
    }))

/** What a tool says about a file with this content. */
function asked(pdf: Buffer, command: (file: string) => string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'annai-pdf-'))
  const file = join(folder, 'page.pdf')
  try {
    writeFileSync(file, pdf)
    const [tool = '', ...words] = command(file)
    return execFileSync(tool, words, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Words without the breaks that lines put into them. */
export const joined = (text: string): string => text.normalize('NFKC').replace(/\s+/g, '')
