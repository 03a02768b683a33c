import type { ServicePorts } from '../../../core-ports.ts'
import { joinMethods, type Methods } from '../../../rpc/handlers.ts'
import type { Answers } from '../answers.ts'
import { createDeleteEphemeral } from './delete.ts'
import { createEditEphemeral } from './edit.ts'
import { createPressEphemeral } from './press.ts'
import { createSendEphemeral } from './send.ts'

/**
 * What a bot and one member of a group say to each other before all others and unseen by them ("Bot features", "Ephemeral
 * messages"). It stands in no box and in no history: it is told to the two, and kept for two days, so that it can be changed,
 * answered and pressed.
 */
export function createEphemeralMessages(ports: ServicePorts, answers: Answers): Methods {
  return joinMethods(
    createSendEphemeral(ports),
    createEditEphemeral(ports),
    createDeleteEphemeral(ports),
    createPressEphemeral(ports, answers),
  )
}
