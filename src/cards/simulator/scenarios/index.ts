import { type DemoCustomerRef, demoPeople } from '../people.ts'
import type { World } from '../world.ts'
import * as delivery from './delivery.ts'
import type { Scene } from './scene.ts'
import * as trouble from './trouble.ts'

const scenarios: { [R in DemoCustomerRef]: (scene: Scene) => void } = {
  'customer-0101': trouble.wrongCardsPassword,
  'customer-0102': trouble.lockOnly,
  'customer-0103': delivery.stolenWallet,
  'customer-0104': trouble.oldNumber,
  'customer-0105': trouble.phished,
  'customer-0106': delivery.heldAtPost,
  'customer-0107': delivery.cameBack,
  'customer-0108': delivery.portalStillOld,
  'customer-0109': trouble.tooFast,
  'customer-0110': trouble.namesake,
}

/** Puts the ten demo customers into an empty world, each where their story begins. */
export function seedDemo(world: World): void {
  if (world.store.all('customer').length > 0) return
  world.store.transaction(() => {
    for (const person of demoPeople) {
      world.store.put('customer', {
        ...person,
        phones: [...person.phones],
        flags: [...person.flags],
      })
      scenarios[person.customerRef]({ world, customerRef: person.customerRef })
    }
  })
}
