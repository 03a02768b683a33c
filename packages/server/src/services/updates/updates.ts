import type { ServicePorts } from '../../core-ports.ts'
import { joinMethods, type Service } from '../../rpc/handlers.ts'
import { createForgetChanges } from './forget-changes.ts'
import { createGetChannelDifference } from './get-channel-difference.ts'
import { createGetDifference } from './get-difference.ts'
import { createGetState } from './get-state.ts'

/** Where a client stands, and what it missed ("Working with Updates"). */
export function createUpdatesService(ports: ServicePorts): Service {
  return {
    upkeep: [createForgetChanges(ports)],
    methods: joinMethods(createGetState(ports), createGetDifference(ports), createGetChannelDifference(ports)),
  }
}
