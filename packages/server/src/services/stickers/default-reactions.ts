import type { api } from '@chappe/tl-codec/api'
import { availableReactions, availableReactionsHash, drawnEmoji } from '../../built-in/reactions.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { Methods } from '../../rpc/handlers.ts'
import { reactionsHash } from '../../rules/reaction-hash.ts'

/** What people may react with, as clients draw it ("Reactions"). */
export function createDefaultReactions({ settings }: Pick<ServicePorts, 'settings'>): Methods {
  return {
    async 'messages.getAvailableReactions'(_context, { hash }) {
      if (hash === availableReactionsHash) return { _: 'messages.availableReactionsNotModified' }
      const reactions = availableReactions(settings.dcId)
      return { _: 'messages.availableReactions', hash: availableReactionsHash, reactions }
    },

    async 'messages.getDefaultTagReactions'(_context, { hash: asked }) {
      const reactions = drawnEmoji.map((emoticon): api.Reaction => ({ _: 'reactionEmoji', emoticon }))
      const hash = reactionsHash(reactions)
      if (asked === hash) return { _: 'messages.reactionsNotModified' }
      return { _: 'messages.reactions', hash, reactions }
    },
  }
}
