import type { Catalogue } from '../ja/index.ts'

export const people: Catalogue['people'] = {
  title: 'Who else is here',
  here: (name, time) => `${name} has this open (since ${time})`,
  inCall: (name, time) => `${name} has this open in a call (since ${time})`,
  hereWriting: (name, time) => `${name} has this open and is writing (since ${time})`,
  writing: (name) => `${name} is writing`,
  draftBack: (time) => `Your draft of ${time} is back. It is not recorded yet.`,
  draftSaved: 'Draft saved',
  draftSaving: 'Saving the draft…',
  draftFailed: 'The draft cannot be saved. Please keep this page open.',
  draftDrop: 'Delete the draft',
  words: 'Put the words of the case right',
  wordsSubmit: 'Save the words',
  wordsHint: 'One thing a line. The record says who changed them.',
  conflict:
    'Somebody else was faster. Both texts stand side by side: put the right one together and save again.',
  theirs: 'as it is saved',
  mine: 'yours, not saved yet',
  noteConflict:
    'The note was changed in another window. Both texts are put together below: check and save.',
  noteMerged: 'Saved together with what was typed in another window',
}
