import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { toUserId } from '../../peers/peer-id.ts'
import { maxEntities } from '../../rules/entities.ts'
import type { Reads } from '../../store/store.ts'
import { customEmojiAmong } from './custom-emoji.ts'

/**
 * Entities as they are stored, of those that a client sends.
 *
 * Mentions by name are sent with an access hash and stored without. One that the sender may not name is left out. One that
 * comes in its stored form proves nothing, and is kept if the sender knows that person anyhow. Custom emoji that there are none
 * of are left out: the text has another in their place.
 */
export async function resolveMentions(
  { inputPeers, store }: Pick<ServicePorts, 'inputPeers' | 'store'>,
  sender: UserId,
  entities: readonly api.MessageEntity[],
): Promise<api.MessageEntity[]> {
  const emoji = await customEmojiIn(store.read, entities)
  const resolved = await Promise.all(
    entities.map(async (entity): Promise<api.MessageEntity | undefined> => {
      if (entity._ === 'messageEntityMentionName') {
        return (await knows(store.read, sender, toUserId(entity.userId))) ? entity : undefined
      }
      if (entity._ === 'messageEntityCustomEmoji') return emoji.has(entity.documentId) ? entity : undefined
      if (entity._ !== 'inputMessageEntityMentionName') return entity
      const userId = await inputPeers.user(sender, entity.userId)
      const { offset, length } = entity
      return userId === undefined
        ? undefined
        : { _: 'messageEntityMentionName', offset, length, userId: BigInt(userId) }
    }),
  )
  return resolved.filter((entity) => entity !== undefined)
}

/** Those custom emoji of a text that there are; most texts have none, and ask for nothing. */
async function customEmojiIn(
  read: Pick<Reads, 'documents'>,
  entities: readonly api.MessageEntity[],
): Promise<ReadonlySet<bigint>> {
  const named = new Set(
    entities.flatMap((entity) => (entity._ === 'messageEntityCustomEmoji' ? [entity.documentId] : [])),
  )
  return named.size === 0 ? noEmoji : customEmojiAmong(read, [...named].slice(0, maxEntities))
}

const noEmoji: ReadonlySet<bigint> = new Set()

/** Whether the server has shown somebody to the sender in any case: as a contact, or as the other one of a chat. */
async function knows(
  read: Pick<Reads, 'contacts' | 'dialogs'>,
  sender: UserId,
  userId: UserId | undefined,
): Promise<boolean> {
  if (userId === undefined) return false
  if (userId === sender || (await read.dialogs.get(sender, userId)) !== undefined) return true
  const [relation] = await read.contacts.relations(sender, [userId])
  return relation?.contact !== undefined
}
