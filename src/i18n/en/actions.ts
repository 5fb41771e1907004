import type { Catalogue } from '../ja/index.ts'

const refused = 'Refused'
const unavailable = 'Not possible (not done)'
const unknown = 'Result not known yet'
const sends = 'Sends it to the card system and records the result in the case'

export const actions: Catalogue['actions'] = {
  release_lock: {
    name: 'Lock release',
    confirm: 'Release the lock',
    doing: sends,
    outcomes: { ok: 'Released', refused, unavailable, unknown },
  },
  inquire_hold: {
    name: 'Hold inquiry',
    confirm: 'Ask the network',
    doing: 'Changes nothing on the card. You may ask as often as needed',
    outcomes: {
      suspicious: 'Suspicious attempt reported',
      velocity: 'Many or large uses in a short time',
      pending: 'No answer yet',
      refused,
      unavailable: 'Cannot be asked',
      unknown,
    },
  },
  request_hold_release: {
    name: 'Hold release request',
    confirm: 'Ask the network to lift the hold',
    doing: sends,
    outcomes: {
      ok: 'Lifted',
      accepted: 'Accepted, not lifted yet',
      refused: 'Refused',
      unavailable,
      unknown,
    },
  },
  report_genuine: {
    name: 'Report as genuine',
    confirm: 'Report it as the customer’s own use',
    doing: sends,
    outcomes: {
      clear: 'Nothing is holding',
      hold_left: 'A hold is still there',
      refused,
      unavailable,
      unknown,
    },
  },
  open_claim: {
    name: 'Fraud claim',
    confirm: 'Take the claim',
    doing: 'Whether it is covered is decided after the investigation',
    outcomes: { ok: 'Taken', refused, unavailable, unknown },
  },
  stop_card: {
    name: 'Stop',
    confirm: 'Stop the card',
    doing: 'A stopped card can never be used again',
    outcomes: { ok: 'Stopped', refused, unavailable, unknown },
  },
  request_reissue: {
    name: 'Reissue',
    confirm: 'Order the new card',
    doing: 'Orders exactly one new card with a new number',
    outcomes: { ok: 'Ordered', refused, unavailable, unknown },
  },
  request_address_change: {
    name: 'Address change',
    confirm: 'Request the address change',
    doing: 'Together with a reissue it is sent only after a second person approves',
    outcomes: { ok: 'Approved', review: 'Under review', refused, unavailable, unknown },
  },
  request_reshipment: {
    name: 'Reshipment',
    confirm: 'Send it again',
    doing: sends,
    outcomes: { ok: 'Arranged', refused, unavailable, unknown },
  },
  record_manual_stop: {
    name: 'Emergency stop on record',
    confirm: 'Record that it was stopped another way',
    doing: 'Leaves a promise to check the stop once the system is back',
    outcomes: { ok: 'Recorded' },
  },
}
