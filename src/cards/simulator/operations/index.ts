import type { Input, OperationName, Output } from '../../card-system.ts'
import { outputs } from '../../schemas.ts'
import type { World } from '../world.ts'
import { requestAddressChange } from './addresses.ts'
import { openFraudClaim } from './claims.ts'
import { releaseLock } from './locks.ts'
import { inquireNetworkHold, reportAttempt, requestNetworkHoldRelease } from './network.ts'
import * as reads from './reads.ts'
import { requestReissue } from './reissues.ts'
import { searchCustomers } from './search.ts'
import { getShipment, requestReshipment } from './shipments.ts'
import { stopCard } from './stops.ts'

/** `getOperation` is answered by the idempotency records, not by the world. */
export type WorldOperation = Exclude<OperationName, 'getOperation'>
type Operations = { [N in WorldOperation]: (world: World, input: Input<N>) => Output<N> }

const operations: Operations = {
  ...reads,
  searchCustomers,
  getShipment,
  releaseLock,
  inquireNetworkHold,
  requestNetworkHoldRelease,
  reportAttempt,
  openFraudClaim,
  stopCard,
  requestReissue,
  requestAddressChange,
  requestReshipment,
}

/** Carries out one operation; what only the world knows is cut off by the output's schema. */
export function perform<N extends WorldOperation>(
  world: World,
  name: N,
  input: Input<N>,
): Output<N> {
  return outputs[name].parse(operations[name](world, input))
}
