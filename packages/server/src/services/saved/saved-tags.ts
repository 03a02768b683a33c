import type { api } from '@chappe/tl-codec/api'
import { recordUnnumbered } from '../../changes/record-change.ts'
import { parseReactions } from '../../chats/content/parse-reactions.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { readStored } from '../../tl/stored.ts'
import { tagHash } from './tag-hash.ts'

/** In characters, not in UTF-16 units. */
const maxTitleLength = 12

/** The tags of one's saved messages, which are the reactions that one gives to them ("Saved messages", "Tags"). */
export function createSavedTags(ports: ServicePorts): Methods {
  const { store, clock, inputPeers } = ports
  return {
    async 'messages.getSavedReactionTags'({ userId }, { peer: input, hash: known }) {
      const peer = input === undefined ? undefined : await inputPeers.savedPeer(userId, input)
      const tags = (await store.read.savedTags.list(userId, peer)).flatMap(
        ({ reaction: stored, title, count }): api.savedReactionTag[] => {
          const reaction = readStored('Reaction', stored)
          return reaction === undefined ? [] : [{ _: 'savedReactionTag', reaction, title, count }]
        },
      )
      const hash = tagHash(tags)
      if (known !== 0n && known === hash) return { _: 'messages.savedReactionTagsNotModified' }
      return { _: 'messages.savedReactionTags', tags, hash }
    },

    'messages.updateSavedReactionTag': userMethod({ acts: ['arrange'] }, async ({ userId, caller }, request) => {
      const [reaction] = parseReactions([request.reaction], 1)
      if (reaction === undefined) throw badRequest('REACTION_INVALID')
      const title = request.title?.trim() || undefined
      if (title !== undefined && [...title].length > maxTitleLength) throw badRequest('TITLE_INVALID')
      const date = unixSeconds(clock)
      await store.transaction(async (tx) => {
        await tx.savedTags.setTitle(userId, reaction, title)
        const update: api.updateSavedReactionTags = { _: 'updateSavedReactionTags' }
        await recordUnnumbered(tx, ports, { userId, key: 'saved tags', update, date, except: caller.session })
      })
      return true
    }),
  }
}
