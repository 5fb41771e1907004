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
export function pagesOf(pdf: Buffer): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'annai-pdf-'))
  const file = join(folder, 'page.pdf')
  try {
    writeFileSync(file, pdf)
    const text = execFileSync('pdftotext', ['-raw', '-enc', 'UTF-8', file, '-'], {
      encoding: 'utf8',
    })
    return text.split('\f').slice(0, -1)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Words without the breaks that lines put into them. */
export const joined = (text: string): string => text.normalize('NFKC').replace(/\s+/g, '')
