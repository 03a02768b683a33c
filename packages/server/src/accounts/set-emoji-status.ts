import { type api, encode } from '@chappe/tl-codec/api'
import type { SessionName } from '../bus/bus.ts'
import { tellOfUser } from '../changes/announce.ts'
import { recordUnnumbered } from '../changes/record-change.ts'
import { isCustomEmoji } from '../chats/content/custom-emoji.ts'
import type { ServicePorts } from '../core-ports.ts'
import type { UserId } from '../ids.ts'
import { unixSeconds } from '../ports/clock.ts'
import { invalid, Refusal } from '../rules/refusal.ts'
import { maxRecentStatuses } from '../rules/sticker-sets.ts'
import { isDeleted } from '../store/domain/people/users.ts'
import type { Transaction } from '../store/store.ts'

/**
 * "Emoji status": sets or removes the emoji beside somebody's name. Throws `COLLECTIBLE_INVALID`, `UNTIL_DATE_INVALID`,
 * `DOCUMENT_INVALID`, `USER_DEACTIVATED`, and what `check` throws within the unit.
 */
export async function setEmojiStatus(
  ports: ServicePorts,
  userId: UserId,
  emojiStatus: api.EmojiStatus,
  except: SessionName,
  check: (tx: Transaction) => Promise<void> = async () => {},
): Promise<void> {
  const { store, clock } = ports
  const date = unixSeconds(clock)
  if (emojiStatus._ !== 'emojiStatus' && emojiStatus._ !== 'emojiStatusEmpty') throw invalid('COLLECTIBLE_INVALID')
  const set = emojiStatus._ === 'emojiStatus' ? emojiStatus : undefined
  if (set?.until !== undefined && set.until <= date) throw invalid('UNTIL_DATE_INVALID')
  if (set !== undefined && !(await isCustomEmoji(store.read, set.documentId))) throw invalid('DOCUMENT_INVALID')
  await store.transaction(async (tx) => {
    await check(tx)
    const user = await tx.users.get(userId)
    if (user === undefined || isDeleted(user)) throw new Refusal(401, 'USER_DEACTIVATED')
    await tx.users.setLooks(userId, { ...user, emojiStatus: set && encode(set) })
    const update = { _: 'updateUserEmojiStatus', userId: BigInt(userId), emojiStatus } as const
    await recordUnnumbered(tx, ports, { userId, date, except, key: 'emoji status', update })
    if (set !== undefined) {
      const recent = { document: Number(set.documentId), date }
      await tx.stickerLists.put(userId, 'status', recent, maxRecentStatuses)
    }
    tellOfUser(tx, ports, userId)
  })
}
