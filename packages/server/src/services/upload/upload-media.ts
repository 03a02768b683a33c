import type { api } from '@chappe/tl-codec/api'
import { parseMedia } from '../../chats/content/parse-media.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest, notImplemented } from '../../rpc/rpc-error.ts'
import { viewOwnMedia } from '../../views/file-views.ts'

/** Media that is to be sent later, several at once ("Albums"): a file becomes a document without a message. */
export function createUploadMedia(ports: ServicePorts): Methods {
  const { store, inputPeers } = ports
  return {
    'messages.uploadMedia': userMethod(
      { rate: { burst: 100, secondsEach: 0.5 } },
      async ({ userId }, { peer, media: input, businessConnectionId }) => {
        if (businessConnectionId !== undefined) throw notImplemented()
        await inputPeers.chat(userId, peer)
        if (!isFile(input)) throw notImplemented()
        const { media } = await parseMedia(ports, userId, input)
        if (media === undefined) throw badRequest('MEDIA_INVALID')
        return viewOwnMedia(store.read, media, { origin: 'inBox', at: userId })
      },
    ),
  }
}

function isFile({ _: kind }: api.InputMedia): boolean {
  return files.has(kind)
}

const files: ReadonlySet<api.InputMedia['_']> = new Set([
  ...(['inputMediaUploadedDocument', 'inputMediaDocument'] as const),
  ...(['inputMediaUploadedPhoto', 'inputMediaPhoto'] as const),
  ...(['inputMediaPhotoExternal', 'inputMediaDocumentExternal'] as const),
])
