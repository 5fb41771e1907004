import type { Catalogue } from '../ja/index.ts'

export const signIn: Catalogue['signIn'] = {
  title: 'Sign in',
  lead: 'Guides a troubled call from the first word to its solution.',
  login: 'User name',
  password: 'Password',
  submit: 'Sign in',
  wrong: 'The user name or the password is not right.',
  locked: 'Too many wrong attempts. You cannot sign in for a while; please try again later.',
  expired: 'You were signed out after a long pause. What you typed in a note is still in this tab.',
  signedOut: 'You are signed out.',
  missing: 'Enter your user name and your password.',
  demo: 'This is a demo. Sign in with a name and the password that were printed at the start.',
}
