import type { ServicePorts } from '../../core-ports.ts'
import { joinMethods, type Service } from '../../rpc/handlers.ts'
import { createReactionLists } from './reaction-lists.ts'
import { createSendReaction } from './send-reaction.ts'

/** Reactions to messages, and which ones someone likes to use ("Reactions"). */
export function createReactionsService(ports: ServicePorts): Service {
  return { methods: joinMethods(createSendReaction(ports), createReactionLists(ports)) }
}
