import type { Text } from './script.ts'

const PLACEHOLDER = /\{\{\s*([^{}\s]+)\s*\}\}/g

/** The names between braces in a wording, each once. */
export const placeholdersIn = (wording: string): string[] => [
  ...new Set([...wording.matchAll(PLACEHOLDER)].map((match) => match[1] ?? '')),
]

/** The names that a text reads out in one language or the other. */
export const placeholdersOf = (text: Text | undefined): string[] =>
  text ? [...new Set([...placeholdersIn(text.ja), ...placeholdersIn(text.en)])] : []

/** Whether braces are left over that are no placeholder. */
export const hasLooseBraces = (wording: string): boolean =>
  /\{\{|\}\}/.test(wording.replace(PLACEHOLDER, ''))
