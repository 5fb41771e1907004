import { check } from './check.ts'
import { drawScript } from './graph-view.ts'
import type { Language, Script } from './script.ts'
import { vocabulary } from './vocabulary.ts'

/** What is to be found out about a script. */
export type Study =
  | { readonly kind: 'proof'; readonly script: Script }
  | { readonly kind: 'graph'; readonly script: Script; readonly language: Language }

/** The process of one study: it is started by `studies.ts`, is told what to do, answers once and ends. */
process.once('message', (told) => {
  const study = told as Study // nobody else starts this file
  const found =
    study.kind === 'proof'
      ? Promise.resolve(check(study.script, vocabulary))
      : drawScript(study.script, study.language)
  void found.then((result) => process.send?.(result, () => process.disconnect()))
})
