import type { Catalogue } from '../ja/index.ts'

export const calls: Catalogue['calls'] = {
  title: 'Calls',
  live: 'In progress',
  paused: 'Paused',
  handed: 'Handed to you',
  recent: 'Recently ended',
  none: 'No such call.',
  open: 'Open',
  resume: 'Resume',
  accept: 'Take over',
  handedBy: (name) => `from ${name}`,
  started: 'Started',
  customer: 'Customer',
  step: 'Step',
  case: 'Case',
  length: 'Talking time',
  unknown: 'Not known',
}
