import type { api } from '@chappe/tl-codec/api'
import type { Call } from '../rpc/call.ts'
import type { FileLike } from './file-like.ts'
import { type FileOrigin, type FileOrigins, findShown } from './file-origins.ts'

export interface RefreshPort {
  readonly call: Call
  readonly origins: FileOrigins
  resolve(peer: api.Peer): Promise<api.InputPeer>
}

/** How far a list is read at the most to find a photo in it. */
const MAX_PHOTOS = 100

/** Asks for the file where it was shown last, so that its reference is good again; undefined if it is not there any more. */
export async function refreshFile(
  port: RefreshPort,
  file: api.document | api.photo,
  from: FileLike,
): Promise<api.document | api.photo | undefined> {
  const origin = originOf(from) ?? port.origins.of(file)
  return origin === undefined ? undefined : findShown(await askFor(port, origin, file), file)
}

/** The message that was given says where the file is. */
function originOf(from: FileLike): FileOrigin | undefined {
  if ('location' in from) return undefined
  const message = 'raw' in from ? from.raw : from
  if (message._ !== 'message' && message._ !== 'messageService') return undefined
  return { kind: 'message', peer: message.peerId, id: message.id }
}

async function askFor({ call, resolve }: RefreshPort, origin: FileOrigin, file: { readonly id: bigint }) {
  switch (origin.kind) {
    case 'message': {
      const { peer, id } = origin
      const ids: api.InputMessage[] = [{ _: 'inputMessageID', id }]
      const target = await resolve(peer)
      if (target._ !== 'inputPeerChannel') return call({ _: 'messages.getMessages', id: ids })
      const channel: api.inputChannel = { ...target, _: 'inputChannel' }
      return call({ _: 'channels.getMessages', channel, id: ids })
    }
    case 'scheduled':
      return call({ _: 'messages.getScheduledMessages', peer: await resolve(origin.peer), id: [origin.id] })
    case 'stickerSet':
      return call({ _: 'messages.getStickerSet', stickerset: origin.set, hash: 0 })
    case 'customEmoji':
      return call({ _: 'messages.getCustomEmojiDocuments', documentId: [file.id] })
    case 'savedGifs':
      return call({ _: 'messages.getSavedGifs', hash: 0n })
    case 'photosOf':
      return call({ _: 'photos.getUserPhotos', userId: origin.user, offset: 0, maxId: 0n, limit: MAX_PHOTOS })
  }
}
