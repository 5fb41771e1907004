import type { Script } from '../../src/scripts/script.ts'
import type { Vocabulary } from '../../src/scripts/vocabulary.ts'
import { type Answer, type Standing, walk } from '../../src/scripts/walk.ts'
import { answersAt } from './brute.ts'
import type { Dice } from './few-words.ts'

/** Plays a call by picking among all answers that can be given, until it stops or is long enough. */
export function play(script: Script, vocabulary: Vocabulary, die: Dice, most: number) {
  const log: Answer[] = []
  let standing: Standing = walk(script, log)
  while (log.length < most) {
    const answers = answersAt(script, vocabulary, standing, log.length)
    if (answers.length === 0) break
    log.push(die.one(answers).answer)
    standing = walk(script, log)
  }
  return { log, standing }
}
