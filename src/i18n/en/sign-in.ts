import type { Catalogue } from '../ja/index.ts'

export const signIn: Catalogue['signIn'] = {
  title: 'Sign in',
  lead: 'Guides a troubled call from the first word to its solution.',
  login: 'User name',
  password: 'Password',
  submit: 'Sign in',
  wrong:
    'You cannot sign in with this. Please check the user name and the password. After too many tries, wait 30 minutes or ask an administrator.',
  many: 'Too many wrong attempts came from your place. Please wait about 15 minutes and try again.',
  demo: 'This is a demo. Sign in with a name and the password that were printed at the start.',
  company: 'Sign in with the company account',
  companyLead: 'Leads to your company’s sign-in page.',
  or: 'or',
  companyProblem: {
    away: 'The company’s sign-in does not answer. Please try again a little later.',
    refused: 'The company’s sign-in could not be confirmed. Please try again.',
    noRole: 'This company account has no role in Annai. Please ask an administrator.',
    disabled: 'This account cannot be used at present. Please ask an administrator.',
  },
  code: {
    title: 'One-time code',
    lead: 'Enter the 6 digits that your authenticator app shows.',
    label: 'One-time code',
    hint: 'Without your device, enter one of the recovery codes that you kept.',
    wrong:
      'This code cannot be used. Wait for a new one and try again. After too many tries, wait 30 minutes or ask an administrator.',
    submit: 'Continue',
  },
  own: {
    title: 'A password of your own',
    lead: 'The password that an administrator gave you works once. Please choose your own.',
  },
  enrol: {
    title: 'Set up an authenticator app',
    required: 'Your role needs a one-time code from an authenticator app besides the password.',
  },
  startAgain: 'Start again',
}
