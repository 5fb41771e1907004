import type { Catalogue } from '../i18n/index.ts'
import { type Form, LONGEST_TEXT } from '../web/forms.ts'
import { BULK_KINDS, MOST_AT_ONCE, type Ticked } from './bulk-change.ts'
import { SET_BY_HAND } from './case-file.ts'
import type { FormDeps } from './case-forms.ts'
import { promiseOfMany } from './promise-forms.ts'
import { LONGEST_TAG, tagOf } from './tags.ts'

/** Why nothing of a form is done, for what is wrong in every row alike; null when each row is to be looked at. */
export function problemOfBulk(
  form: Form,
  ticked: readonly Ticked[],
  deps: Pick<FormDeps, 'clock' | 'readers'>,
  t: Catalogue,
): string | null {
  const { bulk, back } = t.queues
  if (ticked.length === 0) return bulk.noneTicked
  if (ticked.length > MOST_AT_ONCE) return bulk.tooMany(MOST_AT_ONCE)
  const text = (name: string) => form.text(name).trim()
  const long = (name: string, label: string) =>
    text(name).length > LONGEST_TEXT ? t.errors.field.tooLong(label, LONGEST_TEXT) : null
  const missing = (name: string, label: string) =>
    text(name) === '' ? t.errors.field.required(label) : long(name, label)
  switch (BULK_KINDS.find((each) => each === form.text('kind'))) {
    case undefined:
      return bulk.noKind
    case 'assign':
      return text('owner') === '' ? bulk.noOwner : null
    case 'status':
      return SET_BY_HAND.some((each) => each === text('status')) ? null : bulk.noStatus
    case 'tag':
    case 'untag':
      if (tagOf(text('tag')) === '') return bulk.noTag
      return tagOf(text('tag')).length > LONGEST_TAG ? bulk.longTag(LONGEST_TAG) : null
    case 'commitment':
      return errorOf(promiseOfMany(deps, { form, t }))
    case 'queue':
      return missing('reason', back.reason)
    case 'close':
      return long('reason', t.cases.closureNote)
  }
}

const errorOf = (said: object): string | null =>
  'error' in said && typeof said.error === 'string' ? said.error : null
