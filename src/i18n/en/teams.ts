import type { ja } from '../ja/index.ts'

export const teams: typeof ja.teams = {
  title: 'Teams',
  count: (n) => (n === 1 ? '1 team' : `${n} teams`),
  lead: 'People of a team take “the next case” from its queue. Whoever is moved takes their open cases along into the new team’s list.',
  name: 'Name of the team',
  queue: 'Queue it takes from',
  save: 'Save',
  change: 'Change name or queue',
  members: (n) => (n === 1 ? '1 person' : `${n} people`),
  nobody: 'Nobody yet.',
  none: 'In no team',
  of: (name) => `Team of ${name}`,
  move: 'Move',
  make: 'Make a team',
  taken: 'There is a team of this name already.',
}
