import type { PathStep } from '../../src/scripts/finding.ts'
import type { Script } from '../../src/scripts/script.ts'
import { vocabulary } from '../../src/scripts/vocabulary.ts'
import { type Answer, type Standing, walk } from '../../src/scripts/walk.ts'
import { answersAt } from './brute.ts'

const isSamePath = (standing: Standing, path: readonly PathStep[]) =>
  standing.path.every(({ step, answer, choice }, index) => {
    const told = path[index]
    return !told || (told.step === step && told.outcome === (answer?.outcome ?? choice?.outcome))
  })

/**
 * Takes the path of a finding by answering as it says wherever the call stands; where a look-up may have found this or
 * that, all are tried. The standing at its end, or null where no call can take it.
 */
export function retrace(script: Script, path: readonly PathStep[]): Standing | null {
  const follow = (log: Answer[]): Standing | null => {
    const standing = walk(script, log)
    if (!isSamePath(standing, path)) return null
    const told = path[standing.path.length]
    if (!told) return standing
    if (told.step !== standing.current.step) return null
    for (const { answer } of answersAt(script, vocabulary, standing, log.length)) {
      const found = answer.outcome === told.outcome ? follow([...log, answer]) : null
      if (found) return found
    }
    return null
  }
  return follow([])
}
