import type { Form } from '../web/forms.ts'

/** What a form of the call screen sends with an answer. */
export interface Submission {
  /** Unique per form: the same one again is the same answer. */
  readonly id: string
  readonly matter: number
  readonly step: string
  readonly visit: number
  /** How many entries the operator had made when the page was drawn. */
  readonly entries: number
  readonly outcome: string
  readonly picks: readonly string[]
  readonly reason: string
  /** One for each card that a final action is about. */
  readonly last4: readonly string[]
  readonly fields: Readonly<Record<string, string>>
}

const FIELD = 'field.'

export function readSubmission(form: Form): Submission {
  const [outcome = '', ...picked] = form.text('outcome').split(':')
  const picks = [picked.join(':'), form.text('pick')]
    .flatMap((refs) => refs.split(','))
    .filter((ref) => ref !== '')
  return {
    id: form.text('submission').slice(0, 60),
    matter: form.number('matter') ?? 0,
    step: form.text('step'),
    visit: form.number('visit') ?? 0,
    entries: form.number('entries') ?? -1,
    outcome,
    picks: [...new Set(picks)],
    reason: form.text('reason').trim(),
    last4: form
      .text('last4')
      .normalize('NFKC')
      .split(',')
      .map((digits) => digits.replace(/\D/g, '')),
    fields: Object.fromEntries(
      Object.entries(form.all())
        .filter(([name]) => name.startsWith(FIELD))
        .map(([name, value]) => [name.slice(FIELD.length), value.trim()]),
    ),
  }
}
