import { parseMedia } from '../../chats/content/parse-media.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest, notImplemented } from '../../rpc/rpc-error.ts'
import { filePeriod, viewDocument } from '../../views/document-view.ts'

/** Media that is to be sent later, several at once ("Albums"): a file becomes a document without a message. */
export function createUploadMedia(ports: ServicePorts): Methods {
  const { store, inputPeers } = ports
  return {
    'messages.uploadMedia': userMethod(
      { rate: { burst: 100, secondsEach: 0.5 } },
      async ({ userId }, { peer, media: input, businessConnectionId }) => {
        if (businessConnectionId !== undefined) throw notImplemented()
        await inputPeers.chat(userId, peer)
        if (input._ !== 'inputMediaUploadedDocument' && input._ !== 'inputMediaDocument') throw notImplemented()
        const { media } = await parseMedia(ports, userId, input)
        const document = media?._ === 'messageMediaDocument' ? media.document : undefined
        if (media?._ !== 'messageMediaDocument' || document?._ !== 'document') throw badRequest('MEDIA_INVALID')
        const id = Number(document.id)
        const secret = (await store.read.documents.secrets([id])).get(id)
        if (secret === undefined) throw badRequest('MEDIA_INVALID')
        const period = await filePeriod(store.read)
        return { ...media, document: viewDocument(document, secret, userId, period) }
      },
    ),
  }
}
