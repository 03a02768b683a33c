import type { ServicePorts } from '../../core-ports.ts'
import { joinMethods, type Service } from '../../rpc/handlers.ts'
import { createAvailableReactions } from './available-reactions.ts'
import { createDeleteReactions } from './delete-reactions.ts'
import { createReactionLists } from './reaction-lists.ts'
import { createSendReaction } from './send-reaction.ts'

/** Reactions to messages, and which ones someone likes to use ("Reactions"). */
export function createReactionsService(ports: ServicePorts): Service {
  return {
    methods: joinMethods(
      createSendReaction(ports),
      createReactionLists(ports),
      createAvailableReactions(ports),
      createDeleteReactions(ports),
    ),
  }
}
