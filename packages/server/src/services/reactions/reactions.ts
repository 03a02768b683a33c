import type { ServicePorts } from '../../core-ports.ts'
import type { Service } from '../../rpc/handlers.ts'
import { createReactionLists } from './reaction-lists.ts'
import { createSendReaction } from './send-reaction.ts'

/** Reactions to messages, and which ones someone likes to use ("Reactions"). */
export function createReactionsService(ports: ServicePorts): Service {
  return { user: { ...createSendReaction(ports), ...createReactionLists(ports) } }
}
