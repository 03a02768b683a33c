import type { ServicePorts } from '../../core-ports.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { joinMethods, type Service } from '../../rpc/handlers.ts'
import { viewState } from '../../views/state-view.ts'
import { createForgetChanges } from './forget-changes.ts'
import { createGetDifference } from './get-difference.ts'

/** Where a client stands, and what it missed ("Working with Updates"). */
export function createUpdatesService(ports: ServicePorts): Service {
  const { store, clock } = ports
  return {
    upkeep: [createForgetChanges(ports)],
    methods: joinMethods(createGetDifference(ports), {
      async 'updates.getState'({ userId }) {
        return viewState(store.read, userId, unixSeconds(clock))
      },
    }),
  }
}
