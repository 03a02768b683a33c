import type { api } from '@chappe/tl-codec/api'
import type { UserId } from '../../store/domain/ids.ts'
import type { ServicePorts } from '../ports.ts'

/**
 * Mentions by name are sent with an access hash and stored without; one that the sender may not name is left out, also
 * one that came in its stored form, which proves nothing.
 */
export async function resolveMentions(
  { inputPeers }: Pick<ServicePorts, 'inputPeers'>,
  sender: UserId,
  entities: readonly api.MessageEntity[],
): Promise<api.MessageEntity[]> {
  const resolved = await Promise.all(
    entities.map(async (entity): Promise<api.MessageEntity | undefined> => {
      if (entity._ === 'messageEntityMentionName') return undefined
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
