import type { Request, RequestHandler } from 'express'
import { validate as isUuid, v7 as uuid } from 'uuid'
import { type ErrorSentence, HttpError } from './errors.ts'

/** What a form sent, as text made well-formed: no lone surrogates, no control characters but tab and line feed. */
export interface Form {
  text(name: string): string
  /** Every field, for forms whose fields are data. */
  all(): Readonly<Record<string, string>>
  number(name: string): number | null
}

export function readForm(req: Request): Form {
  const body: unknown = req.body
  return formOf(typeof body === 'object' && body !== null ? body : {})
}

/** The same of fields that came otherwise. */
export function formOf(fields: object): Form {
  const values = new Map(Object.entries(fields).map(([name, value]) => [name, clean(value)]))
  return {
    text: (name) => values.get(name) ?? '',
    all: () => Object.fromEntries(values),
    number: (name) => wholeNumber(values.get(name)),
  }
}

export const clean = (value: unknown): string =>
  String(Array.isArray(value) ? value.join(',') : (value ?? ''))
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')

const wholeNumber = (text: string | undefined): number | null =>
  text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null

/** The id that makes a form that is sent twice one; a new one where it has none. */
export function submissionOf(form: Pick<Form, 'text'>): string {
  const sent = form.text('submission')
  return isUuid(sent) ? sent.toLowerCase() : uuid()
}

/** Longest free text that is kept, in characters. */
export const LONGEST_TEXT = 20_000
/** So much text comes in one form, whatever its fields; reading it for secrets takes a while. */
const LONGEST_FORM = 120_000

/**
 * Stands before every form: a text that holds a card number or another secret is refused as a whole, and what goes
 * back to the screen has the secret blacked out, so that it reaches neither a page, a log nor the database.
 */
export function refuseSecrets(guard: {
  hasSecret(text: string): boolean
  black(text: string): string
}): RequestHandler {
  return (req, _res, next) => {
    const body: unknown = req.body
    if (typeof body !== 'object' || body === null) return next()
    if (lengthOf(body) > LONGEST_FORM) {
      // Unread, so that it is not shown again either.
      req.body = {}
      return next(new HttpError(413, 'tooLarge'))
    }
    const refused = refusal(body, guard)
    if (refused === null) return next()
    req.body = Object.fromEntries(
      Object.entries(body)
        .filter(([name]) => !isSecretName(name, guard))
        .map(([name, value]) => [name, isTyped(name, value) ? guard.black(clean(value)) : value]),
    )
    next(new HttpError(422, refused))
  }
}

const lengthOf = (body: object): number =>
  Object.entries(body)
    .filter(([name, value]) => isTyped(name, value))
    .reduce((sum, [name, value]) => sum + name.length + clean(value).length, 0)

function refusal(body: object, guard: { hasSecret(text: string): boolean }): ErrorSentence | null {
  for (const [name, value] of Object.entries(body))
    if (isSecretName(name, guard) || (isTyped(name, value) && guard.hasSecret(clean(value))))
      return 'secret'
  return null
}
/** No form of ours has such a field; some have an id in a field's name. */
const isSecretName = (name: string, guard: { hasSecret(text: string): boolean }): boolean =>
  guard.hasSecret(withoutIds(clean(name)))

/** An id is no word that people type, and now and then its digits look like a card number's. */
export const withoutIds = (text: string): string =>
  text.replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, (id) => (isId(id) ? '' : id))
/**
 * Passwords are compared or hashed and never kept. An id is none of the words that people type, and now and
 * then its digits look like a card number's.
 */
const isTyped = (name: string, value: unknown): boolean =>
  !isPassword(name) &&
  !areIds(value) &&
  !(name === 'last4' && areLast4(value)) &&
  !(name === 'kept' && SEALED.test(String(value)))
/** What a locked screen was sent, which nobody can read; opened, it is read as if it were sent again. */
const SEALED = /^[\w-]{40,}$/
/** Fields of passwords and one-time codes, by their names. */
export const isPassword = (name: string): boolean => /^password|^code$/.test(name)
/** One id or several that were ticked in a list, each with the version that was seen or without: no words either. */
const areIds = (value: unknown): boolean =>
  [value].flat().every((each) =>
    String(each)
      .split(',')
      .every((id) => isId(id.replace(/:\d{1,9}$/, ''))),
  )
/** Digits alone that are laid out as an id are not one that chance made. */
const isId = (text: string): boolean => isUuid(text) && /[a-f]/i.test(text)
/** One for each card to be stopped; together they may look like a number. They are compared and never kept. */
const areLast4 = (value: unknown): boolean =>
  Array.isArray(value) && value.every((each) => /^\d{4}$/.test(String(each)))
