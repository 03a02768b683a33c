import { noteAdminEvent } from '../../chats/channels/admin-log.ts'
import { answerPosts } from '../../chats/channels/answer-posts.ts'
import { postNote } from '../../chats/channels/post.ts'
import { allowInChannel } from '../../chats/channels/standing.ts'
import { photoAction, photoAsStored, putChatPhoto } from '../../chats/photos/chat-photo.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { photoIdIn } from '../../views/shown-photo.ts'

export function createEditChannelPhoto(ports: ServicePorts): Methods {
  const { store, clock, inputPeers, profilePhotos } = ports
  return {
    'channels.editPhoto': userMethod(
      { acts: ['change info'], rate: { burst: 20, secondsEach: 10 } },
      async ({ userId, caller }, request) => {
        const channel = await inputPeers.channel(userId, request.channel)
        const date = unixSeconds(clock)
        // Nothing is made of a picture for who may not.
        await allowInChannel(store.read, userId, channel, 'change info', date)
        const photo = await profilePhotos.givenChatPhoto(userId, request.photo)
        const sent = await store.transaction(async (tx) => {
          const { record } = await allowInChannel(tx, userId, channel, 'change info', date)
          const [before, after] = [photoIdIn(record.photo, 'ChatPhoto'), photo && Number(photo.id)]
          if (before === after) throw badRequest('CHAT_NOT_MODIFIED')
          const prevPhoto = await photoAsStored(tx, before)
          const newPhoto = photo ?? { _: 'photoEmpty', id: 0n }
          const action = { _: 'channelAdminLogEventActionChangePhoto', prevPhoto, newPhoto } as const
          await noteAdminEvent(tx, channel, userId, action, date)
          await tx.channels.setPhoto(channel, await putChatPhoto(tx, channel, photo))
          const posting = { record, from: userId, date, session: caller.session }
          return postNote(tx, ports, posting, photoAction(photo))
        })
        return answerPosts(ports, userId, { channel, date, sent })
      },
    ),
  }
}
