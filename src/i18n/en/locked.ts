import type { Catalogue } from '../ja/index.ts'

export const locked: Catalogue['locked'] = {
  title: 'The screen is locked',
  lead: (name) =>
    `This is ${name}’s screen, covered while nobody is there. The step of the call and the note are as they were.`,
  password: 'Password',
  code: 'One-time code (or a recovery code)',
  submit: 'Go on',
  wrong:
    'The screen stays locked. Please check the password. After too many tries, wait 30 minutes or sign in anew.',
  wrongWithCode:
    'The screen stays locked. Please check the password and the code. After too many tries, wait 30 minutes or sign in anew.',
  offline: 'There is no connection. Please try again.',
  company: 'Go on with the company account',
  companyBeside: 'It opens in another tab. Come back to this one afterwards.',
  other: 'Sign in anew (or as somebody else)',
  formKept: 'What you sent was not recorded. Once you go on, it comes back as you typed it.',
  now: 'Lock the screen',
  notSaved: 'The screen is locked, so this is not saved yet. It is saved once you unlock it.',
  soon: 'Nobody has used this screen: it locks within a minute. Press any key to go on.',
  kept: {
    title: 'It was not sent',
    lead: 'It came while the screen was locked, so it was not recorded. This is what you typed.',
    again: 'Send it again',
    back: 'Back without sending',
  },
  beside: {
    title: 'The screen is unlocked',
    lead: 'Please close this tab and go back to the one before. What you were typing is still there.',
    here: 'Go on in this tab',
  },
}
