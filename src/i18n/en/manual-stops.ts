import type { Catalogue } from '../ja/index.ts'

export const manualStops: Catalogue['manualStops'] = {
  title: 'Stops to compare',
  lead: 'Stops that were asked for by another route while the card system was away. They are compared once it is back; those that do not show stand first.',
  none: 'No stop waits to be compared.',
  ended: 'Compared in the last 7 days',
  notice: (n) =>
    n === 1
      ? '1 stop by another route waits to be compared.'
      : `${n} stops by another route wait to be compared.`,
  open: 'Open the list',
  states: {
    open: 'To be compared',
    differs: 'Stop not found',
    matched: 'Stop confirmed',
    withdrawn: 'Taken off the list',
  },
  differsLead:
    'The card system does not show this stop yet. Ask the authorisation centre, or stop the card now.',
  noCard: 'Card not known',
  last4: (digits) => ` (as told: ending ${digits})`,
  recorded: (name, time) => `Recorded ${time}, ${name}`,
  reference: 'Reference',
  takenBy: 'Taken by',
  askedAt: 'Asked at',
  checkedAt: (time) => `Last compared ${time}`,
  notChecked: 'Not compared yet',
  stopRef: 'Number of the stop',
  stop: {
    title: 'Stop it in the card system',
    last4: (card) => `Repeat the last four digits of ${card}`,
    hint: 'This cannot be undone. If the card is stopped already, that stop is used.',
    submit: 'Stop the card',
    wrong: 'These are not the last four digits of the card.',
    underWay: 'The result of the stop is being found out.',
  },
  card: {
    title: 'Name the card',
    label: 'Card',
    submit: 'Compare as this card',
    choose: 'Please choose a card.',
    namedBeside:
      'Another stop of the same request has been named as this card. Choose another card; if the digits were misheard and it is the same card, take this stop off the list.',
    toldOthers: (told, own) =>
      `The caller said that the card ends in ${told}, but the card you chose ends in ${own}. Choose again; only if the digits were misheard, enter the last four digits of the card you chose.`,
    last4: 'If they were misheard: last four digits of the card you chose',
    unknown: 'The customer is not known. Call back the number of the case and find out who it is.',
  },
  withdrawal: {
    title: 'Take off the list',
    reason: 'Why',
    submit: 'Take off the list',
  },
}
