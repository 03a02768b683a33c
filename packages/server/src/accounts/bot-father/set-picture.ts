import { showOwnPhoto } from '../../chats/photos/own-photo.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { maxOwnPhotos } from '../../rules/profile-photos.ts'
import { invalid } from '../../rules/refusal.ts'
import type { Change } from './change.ts'

/** A photo of the chat with @BotFather becomes the picture of a bot. */
export const setPicture: Change = {
  summary: 'give it a picture',
  question: 'Send its picture, as a photo.',
  async change(tx, ports, bot, _answer, photo) {
    if (photo === undefined) throw invalid('PHOTO_INVALID')
    if ((await tx.peerPhotos.count({ peer: bot.id, kind: 'shown' })) >= maxOwnPhotos) {
      throw invalid('ALBUM_PHOTOS_TOO_MANY')
    }
    return {
      text: `@${bot.username} has another picture.`,
      // The square is cut once the answer is stored: that takes longer than a unit may.
      followUp: () => show(ports, bot, photo),
    }
  },
}

async function show(
  ports: ServicePorts,
  { id, bot: traits }: Parameters<Change['change']>[2],
  photo: number,
): Promise<void> {
  const square = await ports.profilePhotos.sentProfilePhoto(traits?.owner ?? id, photo, 'PHOTO_INVALID')
  await ports.store.transaction(async (tx) => {
    // It may be gone by now.
    if ((await tx.users.get(id))?.bot === undefined) return
    const change = { userId: id, isFallback: false, date: unixSeconds(ports.clock), except: undefined }
    await showOwnPhoto(tx, ports, change, square)
  })
}
