import type { ServicePorts } from '../core-ports.ts'
import type { OperatorCommands } from './command.ts'
import { createInvite } from './invite.ts'

/** The commands that change something: of the server if one runs, of whoever opens the data folder if none does. */
export function createOperatorCommands(ports: ServicePorts): OperatorCommands {
  return { invite: createInvite(ports) }
}
