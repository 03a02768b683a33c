import type { ServicePorts } from '../core-ports.ts'
import { createBotsCommand } from './bots.ts'
import type { OperatorCommand, OperatorCommands } from './command.ts'
import { createFsck } from './fsck.ts'
import { createInvite } from './invite.ts'
import { createRotateKey } from './rotate-key.ts'
import { createSeed } from './seed/seed.ts'

/**
 * The commands that change something: of the server if one runs, of whoever opens the data folder if none does.
 *
 * @param served how many requests of people were served so far
 */
/** What programs that the server is part of ask for as well. */
interface BotCommands {
  readonly bots: OperatorCommand
}

export function createOperatorCommands(ports: ServicePorts, served: () => number): OperatorCommands & BotCommands {
  return {
    bots: createBotsCommand(ports),
    fsck: createFsck(ports),
    invite: createInvite(ports),
    'rotate-key': createRotateKey(ports),
    seed: createSeed({ ...ports, served }),
  }
}
