import type { Catalogue } from '../i18n/index.ts'
import { type Form, LONGEST_TEXT } from '../web/forms.ts'
import { BULK_KINDS, MOST_AT_ONCE, type Ticked } from './bulk-change.ts'
import { dueIn } from './case-changes.ts'
import { SET_BY_HAND } from './case-file.ts'
import { HAND_KINDS } from './commitment.ts'
import { LONGEST_TAG, tagOf } from './tags.ts'

/** Why nothing of a form is done, for what is wrong in every row alike; null when each row is to be looked at. */
export function problemOfBulk(
  form: Form,
  ticked: readonly Ticked[],
  now: Date,
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
      if (!HAND_KINDS.some((each) => each === text('promise'))) return bulk.noPromise
      if (dueIn(text('dueAt'), now) === null) return bulk.noDue
      return missing('wording', bulk.wording)
    case 'queue':
      return missing('reason', back.reason)
    case 'close':
      return long('reason', t.cases.closureNote)
  }
}
