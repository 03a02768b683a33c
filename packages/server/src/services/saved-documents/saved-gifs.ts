import { isGif } from '../../chats/files/is-gif.ts'
import { forgetDocument, saveDocument } from '../../chats/lists/saved-documents.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { listHash } from '../../rules/list-hash.ts'
import { readStored } from '../../tl/stored.ts'
import { viewOwnDocuments } from '../../views/saved-documents-view.ts'

/** The GIFs that somebody has at hand, those that were used last first ("Working with GIFs"). */
export function createSavedGifs(ports: ServicePorts): Methods {
  const { store, clock, documents } = ports
  return {
    async 'messages.getSavedGifs'({ userId }, { hash: known }) {
      const hash = listHash(await store.read.savedDocuments.ids(userId, 'gifs'))
      if (hash !== 0n && known === hash) return { _: 'messages.savedGifsNotModified' }
      const stored = await store.read.savedDocuments.all(userId, 'gifs')
      return {
        _: 'messages.savedGifs',
        hash: listHash(stored.map(({ id }) => id)),
        gifs: await viewOwnDocuments(store.read, { origin: 'inSavedGifs', at: userId }, stored),
      }
    },

    'messages.saveGif': userMethod(
      { rate: { burst: 200, secondsEach: 0.5 } },
      async ({ userId, caller }, { id: input, unsave }) => {
        if (input._ !== 'inputDocument') throw badRequest('GIF_ID_INVALID')
        const stored = await documents.findDocument(userId, input, 'GIF_ID_INVALID')
        const change = { userId, document: stored.id, date: unixSeconds(clock), except: caller.session }
        if (unsave) {
          await store.transaction((tx) => forgetDocument(tx, ports, 'gifs', change))
          return true
        }
        const document = readStored('Document', stored.data, `document ${stored.id}`)
        if (document?._ !== 'document' || !isGif(document)) throw badRequest('GIF_ID_INVALID')
        await store.transaction(async (tx) => {
          // What nothing has shown for long may be gone since it was looked up.
          if ((await tx.documents.get(stored.id)) === undefined) throw badRequest('GIF_ID_INVALID')
          await saveDocument(tx, ports, 'gifs', change)
        })
        return true
      },
    ),
  }
}
