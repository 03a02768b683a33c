import type { ServicePorts } from '../core-ports.ts'
import { createBotsCommand } from './bots.ts'
import type { OperatorCommands } from './command.ts'
import { createFsck } from './fsck.ts'
import { createInvite } from './invite.ts'
import { createRotateKey } from './rotate-key.ts'
import { createSeed } from './seed/seed.ts'

/**
 * The commands that change something: of the server if one runs, of whoever opens the data folder if none does.
 *
 * @param served how many requests of people were served so far
 */
export function createOperatorCommands(ports: ServicePorts, served: () => number): OperatorCommands {
  return {
    bots: createBotsCommand(ports),
    fsck: createFsck(ports),
    invite: createInvite(ports),
    'rotate-key': createRotateKey(ports),
    seed: createSeed({ ...ports, served }),
  }
}
